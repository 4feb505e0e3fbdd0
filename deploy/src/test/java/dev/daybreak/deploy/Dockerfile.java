package dev.daybreak.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The instructions of a Dockerfile, with lines that go on put together and comments left out. */
record Dockerfile(List<Instruction> instructions) {
    /** One instruction, such as {@code USER 10001}. */
    record Instruction(int line, String name, String rest) {
        /** The arguments that are no flags. */
        List<String> arguments() {
            return Arrays.stream(rest.split("\\s+"))
                    .filter(argument -> !argument.startsWith("--"))
                    .toList();
        }
    }

    static Dockerfile parse(String text) {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int number = 0;
        int start = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            start = open.isEmpty() ? number : start;
            if (line.endsWith("\\")) {
                open.append(line, 0, line.length() - 1);
                continue;
            }
            String[] parts = open.append(line).toString().strip().split("\\s+", 2);
            open.setLength(0);
            instructions.add(
                    new Instruction(start, parts[0].toUpperCase(Locale.ROOT), parts.length == 1 ? "" : parts[1]));
        }
        return new Dockerfile(List.copyOf(instructions));
    }

    List<Instruction> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
    }
}
