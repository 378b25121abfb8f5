package com.example.lab.launch;

import java.nio.file.Path;
import java.util.Map;

import com.example.lab.localstack.LocalStack;
import com.example.lab.standin.LabClock;
import org.jspecify.annotations.Nullable;

/**
 * How a stage is launched.
 *
 * @param home the folder of this run, which must not exist; deleted at the end
 * @param logs where the logs go; kept
 * @param clock shortens long delays
 * @param wantedPorts which port of this computer to try first for a public port
 * @param quickStart whether the JVMs of a stage leave out their optimising compiler: they
 * start in half the time, and in the long run do less in a second
 * @param context context values for the CDK application beside those of {@code cdk.json}
 * @param localStack a running LocalStack to use, in which nothing of the stage is yet;
 * null to start one. It is closed with the stage, so of one that others use this is
 * {@link LocalStack#account an account}
 */
public record LaunchOptions(Path home, Path logs, LabClock clock, Map<Integer, Integer> wantedPorts, boolean quickStart,
		Map<String, String> context, @Nullable LocalStack localStack) {
}
