package io.loom.api;

/// Says that a project with open work is closed only after somebody has decided so.
///
/// @param status `decision_required`
/// @param decisionBead the question; answered with yes, it closes the project
public record CloseDecisionView(String status, String message, DecisionView decisionBead) {}
