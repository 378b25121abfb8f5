package com.example.postcards;

import java.util.Map;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Says in the last line of the log what keeps the application from starting, and what to
 * do about it.
 */
class StartFailureAnalyzer implements FailureAnalyzer {

	private static final Map<Class<? extends Exception>, String> ACTIONS = Map.of(PlaceholderResolutionException.class,
			"Set it where the other settings are. A deployment of the stack sets all of them.", FlywayException.class,
			"See that the database runs and lets this server in. What a migration had done before it failed is undone; "
					+ "the next start tries it again.",
			SdkException.class, "See that what the settings name exists, and that the role of the server may read it.");

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			for (Map.Entry<Class<? extends Exception>, String> action : ACTIONS.entrySet()) {
				if (action.getKey().isInstance(cause)) {
					return new FailureAnalysis(cause.getMessage(), action.getValue(), failure);
				}
			}
		}
		return null;
	}

}
