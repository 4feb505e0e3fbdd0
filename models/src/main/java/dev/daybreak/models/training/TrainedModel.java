package dev.daybreak.models.training;

import dev.daybreak.models.artifact.ModelArtifact;
import dev.daybreak.models.evaluation.Evaluation;

/** A model with what was found out about it. */
record TrainedModel(ModelArtifact artifact, Evaluation evaluation, Judgement judgement) {}
