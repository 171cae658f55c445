// SPDX-License-Identifier: EUPL-1.2
// A machine whose disk fails and whose clock is wrong when a file says so. Put before a program by
// LD_PRELOAD. DISK_SAYS names a file that is looked at with every write:
//   slow 200    what is made sure of takes 200 milliseconds more
//   readonly    nothing can be written (EROFS)
//   broken      what is written cannot be made sure of (EIO)
// CLOCK_SAYS names a file with the seconds by which the clock is ahead, or behind: -3600.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static int said(char *word, int *number) {
    const char *path = getenv("DISK_SAYS");
    FILE *file = path ? fopen(path, "r") : NULL;
    if (!file) return 0;
    int found = fscanf(file, "%15s %d", word, number);
    fclose(file);
    return found > 0;
}

static int fails(int fd, int syncs) {
    char word[16] = "";
    int number = 0;
    struct stat status;
    // Sockets, pipes and terminals are no disk.
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
    int kept = errno;
    if (!said(word, &number)) {
        errno = kept;
        return 0;
    }
    errno = kept;
    if (strcmp(word, "readonly") == 0) return EROFS;
    if (strcmp(word, "broken") == 0 && syncs) return EIO;
    if (strcmp(word, "slow") == 0 && syncs) {
        struct timespec wait = {number / 1000, (number % 1000) * 1000000L};
        nanosleep(&wait, NULL);
    }
    return 0;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)

#define REFUSE(fd, syncs) do { int error = fails(fd, syncs); \
    if (error) { errno = error; return -1; } } while (0)

int fsync(int fd) {
    REAL(fsync);
    REFUSE(fd, 1);
    return real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    REFUSE(fd, 1);
    return real(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    REAL(pwrite64);
    REFUSE(fd, 0);
    return real(fd, bytes, count, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    REAL(pwrite);
    REFUSE(fd, 0);
    return real(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    REAL(write);
    // What is said to the log still is.
    if (fd > 2) REFUSE(fd, 0);
    return real(fd, bytes, count);
}

int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64);
    REFUSE(fd, 0);
    return real(fd, length);
}

// How far the clock is ahead, looked up twenty times a second.
static long ahead(void) {
    static _Atomic long offset, looked;
    const char *path = getenv("CLOCK_SAYS");
    if (!path) return 0;
    REAL(clock_gettime);
    struct timespec now;
    real(CLOCK_MONOTONIC, &now);
    long tick = now.tv_sec * 20 + now.tv_nsec / 50000000L;
    if (tick == looked) return offset;
    looked = tick;
    int kept = errno;
    FILE *file = fopen(path, "r");
    long said = 0;
    if (file) {
        if (fscanf(file, "%ld", &said) == 1) offset = said;
        fclose(file);
    }
    errno = kept;
    return offset;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(clock_gettime);
    int result = real(clock, now);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += ahead();
    return result;
}

int gettimeofday(struct timeval *now, void *zone) {
    struct timespec precise;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *kept) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (kept) *kept = now.tv_sec;
    return now.tv_sec;
}
