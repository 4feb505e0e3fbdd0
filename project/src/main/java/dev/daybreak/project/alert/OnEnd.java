package dev.daybreak.project.alert;

import java.util.List;

/**
 * The names of the targets that hear of a pipeline's runs.
 *
 * @param failure of those that failed
 * @param success of those that succeeded
 */
public record OnEnd(List<String> failure, List<String> success) {
    public static final OnEnd NOBODY = new OnEnd(List.of(), List.of());

    public OnEnd {
        failure = List.copyOf(failure);
        success = List.copyOf(success);
    }
}
