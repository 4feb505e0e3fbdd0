package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.PoolUse;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pools} says for a project, and {@code pool} and {@code weight} for an asset. */
class PoolFormTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
    }

    private void write(String project, String header) {
        folder.write("daybreak.yaml", "name: shop\n" + project);
        folder.write("assets/a/b.sql", "/*---\n" + header + "---*/\nSELECT 1 AS one\n");
    }

    private PoolUse slots() {
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().tables().get(0).about().slots();
    }

    @Test
    void anAssetThatSaysNothingTakesNoSlots() {
        write("pools: {warehouse: 4}\n", "owner: ana\n");

        assertThat(slots()).isEqualTo(PoolUse.NONE);
    }

    @Test
    void anAssetTakesSlotsOfThePoolThatItNames() {
        write("pools: {warehouse: 4}\n", "pool: warehouse\nweight: 4\n");

        assertThat(slots()).isEqualTo(new PoolUse("warehouse", 4));
    }

    @Test
    void aPoolThatDoesNotExistIsToldWithTheNearestName() {
        write("pools: {warehouse: 4, api: 1}\n", "pool: warehose\n");

        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("assets/a/b.sql:2:7")
                .contains("Invalid pool 'warehose': daybreak.yaml has no such pool; permitted: api, warehouse.")
                .contains("Did you mean 'warehouse'?"));
    }

    @Test
    void aStepThatIsHeavierThanItsPoolIsTold() {
        write("pools: {warehouse: 4}\n", "pool: warehouse\nweight: 5\n");

        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("assets/a/b.sql:3:9")
                .contains("Invalid weight 5: pool 'warehouse' has only 4 slots, so that the step could never begin."));
    }

    @Test
    void aWeightWithoutAPoolAndPoolsWithoutSlotsAreTold() {
        write("pools: {warehouse: 0, 'a b': 1}\n", "");
        assertThat(folder.problems())
                .anySatisfy(problem ->
                        assertThat(problem).contains("daybreak.yaml:2:20").contains("1 to 100000"))
                .anySatisfy(problem -> assertThat(problem).contains("letters, digits, _ and -"))
                .hasSize(2);

        write("", "weight: 2\n");
        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("Invalid key 'weight': the asset names no pool."));
    }
}
