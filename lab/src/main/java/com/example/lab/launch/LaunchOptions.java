package com.example.lab.launch;

import java.nio.file.Path;
import java.util.Map;

import com.example.lab.standin.LabClock;

/**
 * How a stage is launched.
 *
 * @param home the folder of this run, which must not exist; deleted at the end
 * @param logs where the logs go; kept
 * @param clock what shortens long times
 * @param wantedPorts which port of this computer to try first for a public port
 */
public record LaunchOptions(Path home, Path logs, LabClock clock, Map<Integer, Integer> wantedPorts) {
}
