package dev.daybreak.pipelines.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a step does. Made by {@link PipelineBuilder}; read by what carries steps out. */
public sealed interface Doing {
    /** What it does, for a fingerprint and for people; of code only that it is code, since its text is the pipeline's. */
    String described();

    /**
     * Code of the pipeline.
     *
     * @param input the step whose value it takes; empty if it takes none
     */
    record Call(Optional<Step<?>> input, StepTransform<Object, Object> code) implements Doing {
        @Override
        public String described() {
            return "code";
        }
    }

    /** Code of the pipeline for every item of a list that another step yields, several at a time. */
    record Each(Step<?> list, StepTransform<Object, Object> code, int parallel) implements Doing {
        @Override
        public String described() {
            return "code for each of " + list.name();
        }
    }

    /**
     * Code of the pipeline that names which of the steps that come after it are done.
     *
     * @param input as with {@link Call}
     */
    record Choose(Optional<Step<?>> input, StepTransform<Object, List<String>> code) implements Doing {
        @Override
        public String described() {
            return "branch";
        }
    }

    /**
     * A process.
     *
     * @param arguments the program and what it is told; may name the interval as {@code {start:yyyy-MM-dd}}
     * @param environment added to that of the worker
     * @param directory relative to the project
     */
    record Command(List<String> arguments, Map<String, String> environment, String directory) implements Doing {
        public Command {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        @Override
        public String described() {
            return "command " + arguments + " in '" + directory + "'";
        }
    }

    /**
     * A request over HTTP.
     *
     * @param body empty for none
     * @param accepted the statuses that count as success; empty: 200 to 299
     */
    record Http(String method, String url, Map<String, String> headers, Optional<String> body, Set<Integer> accepted)
            implements Doing {
        public Http {
            headers = Map.copyOf(headers);
            accepted = Set.copyOf(accepted);
        }

        @Override
        public String described() {
            return method + " " + url + " " + body.orElse("");
        }
    }

    /** A SELECT over the tables of the lake. */
    record Select(String sql) implements Doing {
        @Override
        public String described() {
            return sql;
        }
    }

    /** A statement for a database of {@code daybreak.yaml}. */
    record Statement(String connection, String sql) implements Doing {
        @Override
        public String described() {
            return connection + ": " + sql;
        }
    }
}
