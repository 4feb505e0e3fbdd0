package dev.daybreak.models.training;

import dev.daybreak.models.boosting.SparkTrainer;
import dev.daybreak.models.boosting.Trainer;
import dev.daybreak.models.boosting.Trainer.Fit;
import dev.daybreak.models.boosting.Trainer.Labelled;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.TrainOn;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How one attempt comes from rows to trees: in this process, or with Spark. The caller closes what comes of it. */
interface Fitting {
    Fit fit(Trainer trainer, Labelled training, Optional<Labelled> stopping, BooleanSupplier cancelled);

    /** As the model's file says. */
    static Fitting of(ModelAsset model, SparkTrainer spark, ModelFiles files, String attempt) {
        if (model.algorithm().on() == TrainOn.PROGRAM) {
            return (trainer, training, stopping, cancelled) ->
                    trainer.train(training, stopping, cancelled, round -> {});
        }
        return (trainer, training, stopping, cancelled) -> {
            Path folder = files.makeHandover(attempt);
            try {
                return spark.train(trainer, model.key().name(), folder, training, stopping, cancelled);
            } finally {
                files.removeHandover(attempt);
            }
        };
    }
}
