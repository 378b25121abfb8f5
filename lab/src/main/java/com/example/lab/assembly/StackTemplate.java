package com.example.lab.assembly;

import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.node.ObjectNode;

/**
 * The template of one stack.
 *
 * @param name the stack's name
 * @param file where it was read from
 * @param json the whole template
 * @param resources its resources in template order
 */
public record StackTemplate(String name, Path file, ObjectNode json, List<Resource> resources) {
}
