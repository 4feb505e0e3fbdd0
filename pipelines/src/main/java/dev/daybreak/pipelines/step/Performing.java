package dev.daybreak.pipelines.step;

/** One try at what a step does. {@link #perform} is called once; {@link #cancel} may be called by any thread, before, while and after. */
interface Performing {
    /** @return its value */
    Object perform() throws Exception;

    /** Lets it end soon: {@link #perform} then throws, or returns what nobody uses. */
    void cancel();
}
