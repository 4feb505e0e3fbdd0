package dev.daybreak.quality;

/** A parameter that an expectation takes; a null argument counts as none. */
record Parameter(String name, ParameterKind kind, boolean required) {
    static Parameter required(String name, ParameterKind kind) {
        return new Parameter(name, kind, true);
    }

    static Parameter optional(String name, ParameterKind kind) {
        return new Parameter(name, kind, false);
    }
}
