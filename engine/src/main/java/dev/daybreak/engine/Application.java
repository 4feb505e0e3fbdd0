package dev.daybreak.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A program of its own that an engine runs on its machines, beside its sessions: the training of a model.
 *
 * @param what it does, as errors say it: {@code train model 'click_model'}
 * @param module that holds it in a checkout, for the error that says how to build it
 * @param jars the folder with its jars, beside those that the engine has itself
 * @param arguments of its main method
 * @param folder an existing one, which all machines of the engine see under the same path; it reads and writes there, and its log
 *     lies there
 */
public record Application(
        String what, String module, Path jars, String mainClass, List<String> arguments, Path folder) {
    public Application {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(jars, "jars");
        Objects.requireNonNull(mainClass, "mainClass");
        Objects.requireNonNull(folder, "folder");
        arguments = List.copyOf(arguments);
    }
}
