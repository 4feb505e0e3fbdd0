package dev.daybreak.project.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.problem.Written;
import org.junit.jupiter.api.Test;

class WrittenPlacesTest {
    private static final Place START = new Place("f.yaml", 1, 1);

    private static Written written(String yaml) {
        YamlValue.Mapping mapping =
                (YamlValue.Mapping) YamlText.parse(yaml, START, new Problems()).orElseThrow();
        WrittenPlaces places = new WrittenPlaces();
        mapping.entries().forEach(entry -> places.add(entry.key(), entry.value()));
        return places.all(START);
    }

    @Test
    void valuesAreFoundByTheirKeys() {
        Written written = written("label: clicked\npartition: [{every: day, column: day}, {bucket: user, into: 8}]\n");

        assertThat(written.value("label")).hasToString("f.yaml:1:8");
        assertThat(written.value("partition.column")).hasToString("f.yaml:2:34");
        assertThat(written.value("partition.start")).as("that of the key above").hasToString("f.yaml:2:12");
        assertThat(written.value("nothing.at.all")).isEqualTo(START);
        assertThat(written.word("partition", "user")).hasToString("f.yaml:2:49");
    }

    @Test
    void namesAreNotTakenForValuesNorValuesForNames() {
        Written written = written(
                "columns: {created: date, date: {type: date}}\nfeatures: {numeric: [a], categorical: [numeric]}\n");

        assertThat(written.name("columns", "date")).hasToString("f.yaml:1:26");
        assertThat(written.name("columns", "other")).hasToString("f.yaml:1:10");
        assertThat(written.word("features", "numeric")).hasToString("f.yaml:2:40");
        assertThat(written.word("features", "A")).as("in other letters").hasToString("f.yaml:2:11");
    }
}
