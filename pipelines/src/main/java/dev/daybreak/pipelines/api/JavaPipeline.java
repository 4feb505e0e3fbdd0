package dev.daybreak.pipelines.api;

/**
 * A pipeline that is written in Java: a public class in {@code pipelines/} with this interface and a constructor without parameters. Its
 * name is the class's in small letters: {@code WeeklyExport} is {@code weekly_export}.
 *
 * <pre>{@code
 * public final class Nightly implements JavaPipeline {
 *     public void define(PipelineBuilder nightly) {
 *         nightly.schedule("0 2 * * *");
 *         nightly.step("extract", this::extract).then("transform", this::transform).thenDo("load", this::load);
 *     }
 * }
 * }</pre>
 *
 * <p>Workers define the pipeline anew in their own process, so steps share nothing but the values that they hand on.
 */
public interface JavaPipeline {
    /** Says when it runs and what its steps are; called once whenever the project is read, and does nothing else. */
    void define(PipelineBuilder pipeline);
}
