public enum K {}
