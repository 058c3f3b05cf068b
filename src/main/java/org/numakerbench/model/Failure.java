package org.numakerbench.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a run did not pass.
 *
 * @param owner who has to act
 * @param stage where it went wrong; null when it was nowhere in particular
 * @param text one sentence to a person; nothing is decided by it
 */
public record Failure(Owner owner, @Nullable Stage stage, FailureCode code, String text) {}
