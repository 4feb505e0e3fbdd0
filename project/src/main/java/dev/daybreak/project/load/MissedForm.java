package dev.daybreak.project.load;

import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Missed.Policy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The form of {@code missed} in a pipeline: a policy, alone or with how many runs it may start. */
final class MissedForm {
    private static final Shape<Policy> POLICIES = Scalars.choice(policies());
    private static final Key<Policy> POLICY =
            Key.required("policy", POLICIES, "Which of the missed runs are made up for.");
    private static final Key<Long> MOST = Key.withDefault(
            "most",
            Scalars.wholeNumber(1, 10_000),
            "How many of them at most, the newest; only with 'policy: all'.",
            (long) Missed.DEFAULT_MOST,
            String.valueOf(Missed.DEFAULT_MOST));

    static final Form FORM = Form.of("missed", POLICY, MOST);

    static final Shape<Missed> SHAPE =
            Shapes.mappingOr(FORM.then(MissedForm::check), POLICIES.map(MissedForm::withDefault));

    private MissedForm() {}

    private static Map<String, Policy> policies() {
        Map<String, Policy> policies = new LinkedHashMap<>();
        policies.put("all", Policy.ALL);
        policies.put("last", Policy.LAST);
        policies.put("none", Policy.NONE);
        return policies;
    }

    private static Missed withDefault(Policy policy) {
        return new Missed(policy, Missed.DEFAULT_MOST);
    }

    private static Optional<Missed> check(Fields fields, Problems problems) {
        Policy policy = fields.value(POLICY);
        if (fields.has(MOST) && policy != Policy.ALL) {
            problems.error(
                    fields.place(MOST),
                    "Invalid key 'most': it bounds only 'policy: all'.",
                    "Remove it, or write 'policy: all'.");
            return Optional.empty();
        }
        return Optional.of(new Missed(policy, fields.value(MOST).intValue()));
    }
}
