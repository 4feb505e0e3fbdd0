package dev.daybreak.cli;

import java.nio.file.Path;

/** Runs the usual commands on a small project once, so that the launcher can keep the classes they load in an archive. */
final class Trial {
    private Trial() {}

    /** @param arguments an empty folder */
    public static void main(String[] arguments) {
        String project = Path.of(arguments[0]).resolve("project").toString();
        String sql = "SELECT COUNT(*) FROM shop.daily_sales";
        String[][] commands = {
            {"--help"},
            {"init", project},
            {"run", "--project", project},
            {"plan", "--project", project, "--json"},
            {"query", sql, "--project", project},
            {"run", "--project", project},
        };
        for (String[] command : commands) {
            int status = Daybreak.run(command);
            if (status != 0) {
                System.exit(status);
            }
        }
    }
}
