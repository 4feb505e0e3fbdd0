package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which classes are found, and how often a loader is asked for those that are not. */
class MissedClassesTest {
    private final List<String> asked = new ArrayList<>();
    private final ClassLoader classes = new MissedClasses(new ClassLoader(MissedClassesTest.class.getClassLoader()) {
        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            asked.add(name);
            throw new ClassNotFoundException(name);
        }
    });

    @Test
    void aClassThatIsNotThereIsLookedForOnce() {
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> classes.loadClass("dev.daybreak.Nowhere"))
                    .withMessage("dev.daybreak.Nowhere");
        }

        assertThat(asked).containsExactly("dev.daybreak.Nowhere");
    }

    @Test
    void othersAreThoseOfTheLoader() throws ClassNotFoundException {
        assertThat(classes.loadClass(MissedClassesTest.class.getName())).isSameAs(MissedClassesTest.class);
        assertThat(classes.loadClass("java.lang.String")).isSameAs(String.class);
        assertThat(asked).isEmpty();
    }
}
