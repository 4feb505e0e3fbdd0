package dev.daybreak.project.asset;

/** What the data files of a table are. Files of another format that are there stay what they are, and are read as well. */
public enum TableFormat {
    PARQUET("parquet"),
    AVRO("avro"),
    ORC("orc");

    private final String text;

    TableFormat(String text) {
        this.text = text;
    }

    /** As project files and a table's properties say it. */
    public String text() {
        return text;
    }
}
