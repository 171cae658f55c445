import GRDB
import COpenSSL
