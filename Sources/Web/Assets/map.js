// SPDX-License-Identifier: EUPL-1.2
// Makes maps movable, and places pickable by click or arrow keys. Every map works without it:
// what is here only takes the place of the drawing and the buttons the server sent.
(() => {
  "use strict";

  const language = document.documentElement.lang || "en";
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

  // The square of Web Mercator: side 1, x to the east, y to the south.
  const project = (longitude, latitude) => {
    const angle = clamp(latitude, -85.05, 85.05) * Math.PI / 180;
    return [longitude / 360 + 0.5, 0.5 - Math.asinh(Math.tan(angle)) / (2 * Math.PI)];
  };
  const unproject = (x, y) => [
    (x - 0.5) * 360, Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180 / Math.PI];
  const metresAcross = (y) => 40075016.686 * Math.cos(unproject(0, y)[1] * Math.PI / 180);

  const box = (text) => {
    const [west, south, east, north] = text.split(",").map(Number);
    const [left, bottom] = project(west, south);
    const [right, top] = project(east, north);
    return { left, top, right, bottom };
  };

  // Coastlines: lines of `KIND POSITIONS`; bin/coastline says what they mean.

  const coasts = new Map();

  const coast = (address) => {
    if (!coasts.has(address)) {
      coasts.set(address, fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      }).then(readCoast));
    }
    return coasts.get(address);
  };

  const readCoast = (text) => {
    const file = { box: null, lines: [] };
    let size = 1;
    for (const line of text.split("\n")) {
      const [, kind, rest] = /^(\S+) (.*)$/.exec(line) ?? [];
      const [word, value] = (rest ?? "").split(" ");
      if (kind === "#" && word === "precision") size = 10 ** -Number(value);
      if (kind === "#" && word === "box") file.box = box(value);
      if (kind && kind !== "#") file.lines.push({ kind, ...readLine(rest, size) });
    }
    return file;
  };

  const readLine = (text, size) => {
    const points = [];
    const sums = [0, 0];
    let [axis, value, shift] = [0, 0, 0];
    let [left, top, right, bottom] = [1, 1, 0, 0];
    for (let index = 0; index < text.length; index++) {
      const part = text.charCodeAt(index) - 63;
      value |= (part & 31) << shift;
      shift += 5;
      if (part >= 32) continue;
      sums[axis] += value & 1 ? ~(value >> 1) : value >> 1;
      [axis, value, shift] = [1 - axis, 0, 0];
      if (axis) continue;
      const [x, y] = project(sums[1] * size, sums[0] * size);
      points.push(x, y);
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
    return { points: Float64Array.from(points), left, top, right, bottom };
  };

  // Names of towns: lines of `RANK LONGITUDE LATITUDE NAME|ga=…`; MapPlaces draws them alike.

  let towns = null;

  const places = (address) => {
    towns ??= fetch(address).then((answer) => answer.ok ? answer.text() : "").then(readPlaces);
    return towns;
  };

  const readPlaces = (text) => text.split("\n").flatMap((line) => {
    const [, rank, longitude, latitude, names] = /^(\d+) (\S+) (\S+) (.*)$/.exec(line) ?? [];
    if (!rank) return [];
    const [name, ...others] = names.split("|");
    const own = others.find((other) => other.startsWith(`${language}=`))?.split("=")[1];
    const [x, y] = project(Number(longitude), Number(latitude));
    return [{ rank: Number(rank), x, y, name: own ?? name }];
  });

  // How coarse a map may be, in metres to a pixel, to name places of each rank.
  const coarsest = { 1: 2500, 2: 1000, 3: 300 };

  // Every position of a GeoJSON geometry's lines, in runs.
  const runs = (shape) => {
    const depth = { LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }[shape?.type];
    if (shape?.type === "GeometryCollection") return shape.geometries.flatMap(runs);
    if (!depth) return [];
    return [shape.coordinates].flat(depth - 1);
  };

  const positions = (shape) => {
    if (shape?.type === "GeometryCollection") return shape.geometries.flatMap(positions);
    const depth = { Point: 0, MultiPoint: 1 }[shape?.type];
    return depth === undefined ? runs(shape).flat() : depth ? shape.coordinates
      : [shape.coordinates];
  };

  const middle = (shape) => {
    const places = positions(shape).map((place) => project(place[0], place[1]));
    if (!places.length) return null;
    const [xs, ys] = [places.map((place) => place[0]), places.map((place) => place[1])];
    return [
      (Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
  };

  class LiveMap {
    constructor(root) {
      this.root = root;
      this.picks = root.dataset.map === "pick";
      this.input = this.picks ? document.getElementById(root.dataset.input) : null;
      this.status = root.querySelector(".map-marked");
      this.tones = Object.fromEntries(
        (root.dataset.tones ?? "").split(" ").map((pair) => pair.split(":")));
      this.files = (root.dataset.coast ?? "").split(" ").filter(Boolean);
      this.features = [];
      this.mark = null;
      this.shape = null;
      this.build();
      this.show(box(root.dataset.view));
      this.listen();
      if (this.input) this.readInput();
      if (root.dataset.features) this.loadFeatures(root.dataset.features);
    }

    // The parts, in place of the server's drawing.

    build() {
      const drawing = this.root.querySelector(".map-drawing");
      const old = drawing.closest(".map-stage, figure");
      const { width, height } = drawing.viewBox.baseVal;
      this.live = document.createElement("div");
      this.live.className = "map-live";
      this.live.tabIndex = 0;
      this.live.setAttribute("role", this.picks ? "application" : "group");
      this.live.setAttribute("aria-label", this.root.dataset.label);
      this.live.style.aspectRatio = `${width} / ${height}`;
      this.tiles = document.createElement("div");
      this.canvas = document.createElement("canvas");
      this.canvas.setAttribute("aria-hidden", "true");
      this.marks = document.createElement("div");
      this.live.append(this.tiles, this.canvas, this.marks);
      old.before(this.live);
      drawing.toggleAttribute("hidden", true);
      for (const part of this.root.querySelectorAll(".map-stage, .map-steps, .map-links")) {
        part.hidden = true;
        for (const button of part.querySelectorAll("button")) button.disabled = true;
      }
      this.controls = this.root.querySelector(".map-controls");
      this.controls.hidden = false;
      if (this.root.dataset.attribution) {
        this.root.querySelector(".map-source").textContent = this.root.dataset.attribution;
      }
    }

    listen() {
      new ResizeObserver(() => this.resize()).observe(this.live);
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
      this.controls.addEventListener("click", (event) => {
        const go = event.target.closest("[data-go]")?.dataset.go;
        if (go) this.go(go);
      });
      this.live.addEventListener("keydown", (event) => this.key(event));
      this.live.addEventListener("wheel", (event) => {
        // A page scrolled past a map stays a page scrolled.
        if (document.activeElement !== this.live && !event.ctrlKey) return;
        event.preventDefault();
        this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.at(event));
      }, { passive: false });
      this.drags();
      this.input?.addEventListener("change", () => this.readInput());
    }

    drags() {
      let from = null;
      let moved = false;
      this.live.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || event.target.closest("a, button")) return;
        from = [event.clientX, event.clientY];
        moved = false;
      });
      this.live.addEventListener("pointermove", (event) => {
        if (!from || event.pointerType === "touch") return;
        const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
        if (!moved && Math.hypot(x, y) < 5) return;
        if (!moved) this.live.setPointerCapture(event.pointerId);
        moved = true;
        from = [event.clientX, event.clientY];
        this.move(-x, -y);
      });
      this.live.addEventListener("pointerup", (event) => {
        if (from && !moved && this.picks) this.choose(...this.at(event));
        from = null;
      });
      this.live.addEventListener("pointercancel", () => { from = null; });
    }

    // What is shown.

    show({ left, top, right, bottom }) {
      const [width, height] = [this.live.clientWidth || 600, this.live.clientHeight || 600];
      this.x = (left + right) / 2;
      this.y = (top + bottom) / 2;
      this.scale = this.bounded(Math.max((right - left) / width, (bottom - top) / height));
      this.shown = this.live.clientWidth > 0 ? null : arguments[0];
      this.draw();
    }

    bounded(scale) {
      return clamp(scale, 0.05 / metresAcross(this.y), 0.5 / (this.live.clientWidth || 600));
    }

    resize() {
      if (this.shown && this.live.clientWidth > 0) this.show(this.shown);
      this.draw();
    }

    at(event) {
      const frame = this.live.getBoundingClientRect();
      return [
        this.x + (event.clientX - frame.left - frame.width / 2) * this.scale,
        this.y + (event.clientY - frame.top - frame.height / 2) * this.scale];
    }

    move(x, y) {
      this.x = clamp(this.x + x * this.scale, 0, 1);
      this.y = clamp(this.y + y * this.scale, 0, 1);
      this.draw();
    }

    zoom(factor, [x, y] = this.mark ?? [this.x, this.y]) {
      const next = this.bounded(this.scale * factor);
      const share = next / this.scale;
      this.x = x + (this.x - x) * share;
      this.y = y + (this.y - y) * share;
      this.scale = next;
      this.draw();
    }

    go(way) {
      const [wide, high] = [this.live.clientWidth / 3, this.live.clientHeight / 3];
      switch (way) {
        case "in": return this.zoom(0.5);
        case "out": return this.zoom(2);
        case "move.north": return this.move(0, -high);
        case "move.south": return this.move(0, high);
        case "move.west": return this.move(-wide, 0);
        case "move.east": return this.move(wide, 0);
      }
    }

    key(event) {
      if (event.target !== this.live || event.altKey || event.ctrlKey || event.metaKey) return;
      const step = event.shiftKey ? 1 : 12;
      const way = {
        ArrowUp: [0, -step], ArrowDown: [0, step], ArrowLeft: [-step, 0], ArrowRight: [step, 0],
      }[event.key];
      if (way) this.picks ? this.nudge(...way) : this.move(way[0] * 4, way[1] * 4);
      else if (event.key === "+" || event.key === "=") this.zoom(0.5);
      else if (event.key === "-") this.zoom(2);
      else if (event.key === "Enter" && this.picks) this.choose(...(this.mark ?? [this.x, this.y]));
      else return;
      event.preventDefault();
    }

    // What is chosen.

    nudge(x, y) {
      const [fromX, fromY] = this.mark ?? [this.x, this.y];
      this.choose(fromX + x * this.scale, fromY + y * this.scale);
      this.follow();
    }

    // Brings the mark back into view.
    follow() {
      const [wide, high] = [
        this.live.clientWidth * 0.45 * this.scale, this.live.clientHeight * 0.45 * this.scale];
      this.x = clamp(this.x, this.mark[0] - wide, this.mark[0] + wide);
      this.y = clamp(this.y, this.mark[1] - high, this.mark[1] + high);
      this.draw();
    }

    choose(x, y) {
      const [longitude, latitude] = unproject(x, y).map((degrees) => degrees.toFixed(6));
      this.mark = [x, y];
      this.shape = null;
      this.draw();
      if (this.input) {
        this.input.value = `${latitude}, ${longitude}`;
        this.input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.say(latitude, longitude), 400);
    }

    say(latitude, longitude) {
      if (!this.status) return;
      this.status.textContent = this.root.dataset.marked
        .replace("{latitude}", latitude).replace("{longitude}", longitude);
    }

    // What was typed, where it is degrees or GeoJSON; all else the server reads.
    readInput() {
      if (this.status) this.status.textContent = "";
      const text = this.input.value.trim() || (this.root.dataset.value ?? "");
      const numbers = /^(-?\d+(?:\.\d+)?)[\s,;]+(-?\d+(?:\.\d+)?)$/.exec(text)?.slice(1).map(Number);
      if (text.startsWith("{")) return this.readShape(text);
      if (!numbers) return this.readShape(this.root.dataset.value ?? "");
      const area = box(this.root.dataset.area);
      const place = [numbers, [numbers[1], numbers[0]]]
        .map(([latitude, longitude]) => project(longitude, latitude))
        .find(([x, y]) => x >= area.left && x <= area.right && y >= area.top && y <= area.bottom);
      if (!place) return;
      this.mark = place;
      this.shape = null;
      this.follow();
    }

    readShape(text) {
      try {
        const json = JSON.parse(text);
        const shapes = json.features ? json.features.map((feature) => feature.geometry)
          : [json.geometry ?? json];
        this.shape = { type: "GeometryCollection", geometries: shapes };
        this.mark = middle(this.shape);
        if (this.mark) this.follow();
      } catch {
        this.shape = null;
      }
    }

    // Features from the network.

    async loadFeatures(address) {
      const answer = await fetch(address, { headers: { accept: "application/geo+json" } });
      if (!answer.ok) return;
      const json = await answer.json();
      this.features = json.features.flatMap(({ geometry, properties }) => {
        const place = middle(geometry);
        return place ? [{ x: place[0], y: place[1], ...properties }] : [];
      });
      this.draw();
    }

    placeMarks() {
      const held = this.marks.contains(document.activeElement);
      const nodes = this.clusters().map((cluster) => {
        const one = cluster.members.length === 1 ? cluster.members[0] : null;
        const node = document.createElement(one?.href ? "a" : "button");
        if (one?.href) node.href = one.href;
        else node.type = "button";
        const tones = new Set(cluster.members.map((member) => this.tones[member.status]));
        const [tone] = tones.size === 1 ? tones : ["many"];
        node.className = `map-pin map-tone-${tone}`;
        node.textContent = one ? "" : cluster.members.length;
        node.setAttribute("aria-label", one ? one.label
          : this.root.dataset.cluster.replace("{count}", cluster.members.length));
        node.title = node.getAttribute("aria-label");
        node.style.left = `${cluster.x}px`;
        node.style.top = `${cluster.y}px`;
        if (!one) node.addEventListener("click", () => this.open(cluster));
        return node;
      });
      this.marks.replaceChildren(...nodes);
      if (held) this.live.focus();
    }

    open({ members }) {
      const [xs, ys] = [members.map((one) => one.x), members.map((one) => one.y)];
      const edge = 40 * this.scale / 8;
      this.live.focus();
      this.show({
        left: Math.min(...xs) - edge, right: Math.max(...xs) + edge,
        top: Math.min(...ys) - edge, bottom: Math.max(...ys) + edge });
    }

    // Those nearer than 36 pixels stand together, so that each can be touched.
    clusters() {
      const [width, height] = [this.live.clientWidth, this.live.clientHeight];
      const found = [];
      for (const feature of this.features) {
        const x = (feature.x - this.x) / this.scale + width / 2;
        const y = (feature.y - this.y) / this.scale + height / 2;
        if (x < 0 || y < 0 || x > width || y > height) continue;
        const near = found.find((other) => Math.hypot(other.x - x, other.y - y) < 36);
        if (near) near.members.push(feature);
        else found.push({ x, y, members: [feature] });
      }
      return found.sort((one, two) => one.y - two.y || one.x - two.x);
    }

    // Drawing, at most once a frame.

    draw() {
      this.due ??= requestAnimationFrame(() => {
        this.due = null;
        this.paint();
        if (!this.features.length) return;
        // Marks stand still while the ground moves under them, so they wait until it rests.
        if (!this.marks.contains(document.activeElement)) this.marks.replaceChildren();
        clearTimeout(this.settle);
        this.settle = setTimeout(() => this.placeMarks(), 120);
      });
    }

    async ground() {
      const high = this.live.clientHeight * this.scale / 2;
      const wide = this.live.clientWidth * this.scale / 2;
      for (const [index, address] of this.files.entries()) {
        const file = await coast(address).catch(() => null);
        if (!file) continue;
        // A view a little wider than the box is better drawn in detail than in a coarse coast.
        const fits = Math.abs(this.x * 2 - file.box.left - file.box.right) / 2 + wide
          < (file.box.right - file.box.left) * 0.65
          && Math.abs(this.y * 2 - file.box.top - file.box.bottom) / 2 + high
          < (file.box.bottom - file.box.top) * 0.65;
        if (fits || index === this.files.length - 1) return file;
      }
      return null;
    }

    async paint() {
      const isTiled = Boolean(this.root.dataset.tiles);
      const file = isTiled ? null : await this.ground();
      const named = isTiled ? [] : await places(this.root.dataset.places).catch(() => []);
      const ratio = devicePixelRatio || 1;
      const [width, height] = [this.live.clientWidth, this.live.clientHeight];
      if (!width) return;
      this.canvas.width = width * ratio;
      this.canvas.height = height * ratio;
      const context = this.canvas.getContext("2d");
      context.scale(ratio, ratio);
      const style = getComputedStyle(this.root);
      const colour = (name) => style.getPropertyValue(name).trim();
      if (isTiled) this.paintTiles(width, height);
      else this.paintCoast(context, file, colour, width, height);
      this.paintPlaces(context, named, colour, width, height);
      this.paintShape(context, colour, width, height);
      this.paintScale(context, colour, width, height);
    }

    paintCoast(context, file, colour, width, height) {
      context.fillStyle = colour("--sea");
      context.fillRect(0, 0, width, height);
      const [wide, high] = [width / 2 * this.scale, height / 2 * this.scale];
      for (const line of file?.lines ?? []) {
        if (line.right < this.x - wide || line.left > this.x + wide
          || line.bottom < this.y - high || line.top > this.y + high) continue;
        context.beginPath();
        let [lastX, lastY] = [Infinity, Infinity];
        for (let index = 0; index < line.points.length; index += 2) {
          const x = (line.points[index] - this.x) / this.scale + width / 2;
          const y = (line.points[index + 1] - this.y) / this.scale + height / 2;
          if (Math.abs(x - lastX) + Math.abs(y - lastY) < 1) continue;
          context.lineTo(x, y);
          [lastX, lastY] = [x, y];
        }
        const isBorder = line.kind === "border";
        context.setLineDash(isBorder ? [4, 3] : []);
        context.strokeStyle = colour(isBorder ? "--quiet" : "--coast");
        if (!isBorder) {
          context.closePath();
          context.fillStyle = colour(line.kind === "land" ? "--land" : "--sea");
          context.fill();
        }
        context.stroke();
      }
      context.setLineDash([]);
    }

    paintPlaces(context, named, colour, width, height) {
      const metres = this.scale * metresAcross(this.y);
      const drawn = [];
      context.font = `12px ${colour("--text-font") || "sans-serif"}`;
      context.textAlign = "start";
      context.lineWidth = 3;
      context.lineJoin = "round";
      context.strokeStyle = colour("--land");
      context.fillStyle = colour("--ink");
      for (const { rank, name, ...place } of named) {
        if (metres > coarsest[rank] || drawn.length === 40) continue;
        const x = (place.x - this.x) / this.scale + width / 2;
        const y = (place.y - this.y) / this.scale + height / 2;
        const end = x + 8 + context.measureText(name).width;
        if (x < 0 || y < 8 || end > width || y > height - 8) continue;
        if (drawn.some((o) => Math.abs(o.y - y) < 15 && x < o.end && o.x < end)) continue;
        drawn.push({ x, y, end });
        context.beginPath();
        context.arc(x, y, 2, 0, 2 * Math.PI);
        context.fill();
        context.strokeText(name, x + 5, y + 4);
        context.fillText(name, x + 5, y + 4);
      }
    }

    paintShape(context, colour, width, height) {
      const place = ([x, y]) => [
        (x - this.x) / this.scale + width / 2, (y - this.y) / this.scale + height / 2];
      context.strokeStyle = colour("--accent");
      context.fillStyle = colour("--accent");
      context.lineWidth = 2;
      for (const run of runs(this.shape)) {
        context.beginPath();
        for (const position of run) {
          context.lineTo(...place(project(position[0], position[1])));
        }
        context.stroke();
      }
      if (!this.mark) return;
      const [x, y] = place(this.mark);
      context.beginPath();
      context.arc(x, y, 8, 0, 2 * Math.PI);
      context.fill();
      context.strokeStyle = colour("--sheet");
      context.stroke();
    }

    paintScale(context, colour, width, height) {
      const unit = this.scale * metresAcross(this.y);
      const longest = unit * width / 4;
      const power = 10 ** Math.floor(Math.log10(longest));
      const metres = power * (longest / power < 2 ? 1 : longest / power < 5 ? 2 : 5);
      const long = metres >= 1000;
      const text = new Intl.NumberFormat(language, {
        style: "unit", unit: long ? "kilometer" : "meter", maximumSignificantDigits: 3,
      }).format(long ? metres / 1000 : metres);
      const [x, y] = [width - metres / unit - 10, height - 12];
      context.strokeStyle = context.fillStyle = colour("--ink");
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(x, y - 5);
      context.lineTo(x, y);
      context.lineTo(x + metres / unit, y);
      context.lineTo(x + metres / unit, y - 5);
      context.stroke();
      context.font = `12px ${colour("--text-font") || "sans-serif"}`;
      context.textAlign = "center";
      context.fillText(text, x + metres / unit / 2, y - 6);
    }

    paintTiles(width, height) {
      const level = clamp(Math.round(Math.log2(1 / (256 * this.scale))), 0, 19);
      const count = 2 ** level;
      const side = 1 / (count * this.scale);
      const [left, top] = [
        this.x - width / 2 * this.scale, this.y - height / 2 * this.scale];
      const old = new Map([...this.tiles.children].map((tile) => [tile.dataset.place, tile]));
      const wanted = [];
      for (let row = Math.floor(top * count); row * side < height + top / this.scale; row++) {
        for (let column = Math.floor(left * count);
          column * side < width + left / this.scale; column++) {
          if (row < 0 || row >= count || column < 0 || column >= count) continue;
          const place = `${level}/${column}/${row}`;
          const tile = old.get(place) ?? this.newTile(place, level, column, row);
          tile.style.left = `${column * side - left / this.scale}px`;
          tile.style.top = `${row * side - top / this.scale}px`;
          tile.style.width = tile.style.height = `${side + 0.5}px`;
          wanted.push(tile);
        }
      }
      this.tiles.replaceChildren(...wanted);
    }

    newTile(place, level, column, row) {
      const tile = new Image();
      tile.alt = "";
      tile.draggable = false;
      tile.dataset.place = place;
      tile.referrerPolicy = "strict-origin-when-cross-origin";
      tile.src = this.root.dataset.tiles
        .replace("{z}", level).replace("{x}", column).replace("{y}", row);
      return tile;
    }
  }

  for (const root of document.querySelectorAll("[data-map]")) new LiveMap(root);
})();
