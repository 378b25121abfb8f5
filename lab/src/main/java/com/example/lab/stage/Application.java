package com.example.lab.stage;

import java.nio.file.Path;

/**
 * An application of a stage: a module that builds an executable jar. On which servers it
 * runs, by which unit and on which port is the template's to say.
 *
 * @param module the folder of the module
 * @param jar the jar that its build leaves, which may not exist yet
 */
public record Application(String module, Path jar) {
}
