package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manual says of the project format holds. */
class ManualTest {
    @Test
    void examplesAreOneProjectWithoutProblems(@TempDir Path root) {
        ProjectFolder folder = new ProjectFolder(root)
                .environment("PG_PASSWORD", "hunter2")
                .environment("DAYBREAK_PASSWORD", "hunter3")
                .environment("MAIL_PASSWORD", "hunter4")
                .environment("CHAT_URL", "https://chat.example.com/hook")
                .environment("OIDC_SECRET", "hunter5")
                .environment("ANA_TOKEN", "0123456789abcdef0123456789abcdef");
        Manual.examples().forEach(folder::write);

        Loaded loaded = folder.load();

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.project().orElseThrow().assets())
                .extracting(asset -> asset.key().toString())
                .containsExactly("raw.clicks", "raw.users", "features.user_days", "models.click_model");
        assertThat(DashboardLoader.load(loaded.project().orElseThrow()).problems())
                .isEmpty();
    }

    @Test
    void everyKeyIsDescribed() {
        List<Form> forms = new ArrayList<>(ProjectSchemas.forms().values());
        forms.addAll(List.of(
                SettingsForm.CONNECTION,
                EngineForm.FORM,
                EngineForm.DRIVER,
                SettingsForm.METADATA,
                SettingsForm.ENVIRONMENT,
                TokenForm.TOKEN_FORM,
                AdmissionForm.USER_FORM,
                AdmissionForm.OIDC_FORM,
                AdmissionForm.ROLES_FORM,
                SensorForm.FORM,
                AlertForm.TARGET,
                AlertForm.MAIL_FORM,
                SourceForm.FILES_FORM,
                SourceForm.DATABASE_FORM,
                TableForm.INPUT,
                SaltForm.FORM,
                LayoutForm.FORM,
                WriteForm.FORM,
                WriteForm.MERGE,
                WriteForm.SCD2,
                MissedForm.FORM,
                ColumnsShape.IN_LIST,
                Partitioning.TABLE_TIME,
                ModelForm.FEATURES_FORM,
                TrainingForms.SPLIT_FORM,
                UnitTestForm.EXPECTED,
                DashboardForm.PARAMETER,
                DashboardForm.TILE));
        String manual = Manual.text();

        for (Form form : forms) {
            assertThat(form.keys()).extracting(Key::name).allSatisfy(key -> assertThat(manual)
                    .contains("| `" + key + "` |"));
        }
    }
}
