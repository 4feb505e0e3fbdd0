package dev.daybreak.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The house rules of docs/architecture.md: modules import only what stands above them, and packages form no cycle. */
class ModuleOrderTest {
    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
    private static final JavaClasses CLASSES = new ClassFileImporter(
                    List.of(new ImportOption.DoNotIncludeTests(), at -> !at.contains("-tests.jar")))
            .importPackages("dev.daybreak");

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.daybreak.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void modulesImportOnlyModulesAboveThem() throws IOException {
        List<String> order = modulePackages();
        TreeSet<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            int own = module(type, order);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith("dev.daybreak") && module(target, order) > own) {
                    wrong.add(type.getName() + " -> " + target.getName());
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void everyModuleOfThePomIsLookedAt() throws IOException {
        List<String> seen = new ArrayList<>();
        for (String module : modulePackages()) {
            if (CLASSES.stream().anyMatch(type -> inPackage(type, module))) {
                seen.add(module);
            }
        }

        assertThat(seen)
                .containsAll(modulePackages().subList(0, modulePackages().indexOf("dev.daybreak.cli") + 1));
    }

    /** The package of each module, in the order of the root pom: engine-duckdb is dev.daybreak.engine.duckdb. */
    private static List<String> modulePackages() throws IOException {
        List<String> packages = new ArrayList<>();
        Matcher matcher = MODULE.matcher(Files.readString(Path.of(System.getProperty("root.dir"), "pom.xml")));
        while (matcher.find()) {
            packages.add("dev.daybreak." + matcher.group(1).replace('-', '.'));
        }
        return packages;
    }

    /** The module with the longest package that holds the type. */
    private static int module(JavaClass type, List<String> order) {
        int found = -1;
        for (int i = 0; i < order.size(); i++) {
            boolean longer =
                    found < 0 || order.get(i).length() > order.get(found).length();
            if (longer && inPackage(type, order.get(i))) {
                found = i;
            }
        }
        assertThat(found).as("module of " + type.getName()).isNotNegative();
        return found;
    }

    private static boolean inPackage(JavaClass type, String name) {
        return type.getPackageName().equals(name) || type.getPackageName().startsWith(name + ".");
    }
}
