package com.example.docs.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A picture for tests, by its labels. Its resources are named by their construct paths,
 * where a real template has logical ids.
 */
final class Drawing {

	private static final Pattern PART = Pattern.compile("<b>(.+)</b>.* as (\\w+)");

	private final String plantUml;

	private Drawing(String plantUml) {
		this.plantUml = plantUml;
	}

	/** Draws the resources of a file beside this class. */
	static Drawing ofFile(String name) {
		return of(read(name));
	}

	static Drawing of(String resources) {
		return of(stack(resources));
	}

	static Drawing of(StackTemplate... stacks) {
		return new Drawing(new Architecture(new Assembly(Path.of("."), List.of(stacks))).plantUml());
	}

	/** The picture of what requests pass through, in PlantUML. */
	static String requestPath(String resources) {
		return new Architecture(new Assembly(Path.of("."), List.of(stack(resources)))).requestPath();
	}

	/** A stack of resources for any Region. */
	static StackTemplate stack(String resources) {
		ObjectNode all = JsonMapper.shared().readValue(resources, ObjectNode.class);
		return new StackTemplate("Postcards", Path.of("Postcards.template.json"), all, resources("Postcards", all));
	}

	static StackTemplate stack(String name, String region, String template) {
		ObjectNode all = JsonMapper.shared().readValue(template, ObjectNode.class);
		return new StackTemplate(name, region, false, Path.of(name + ".template.json"), all,
				resources(name, all.path("Resources")));
	}

	private static List<Resource> resources(String stack, JsonNode all) {
		return all.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					stack + "/" + entry.getKey(), entry.getValue()))
			.toList();
	}

	static String read(String name) {
		try (InputStream in = Drawing.class.getResourceAsStream(name)) {
			return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The arrows between labels. */
	List<String> arrows() {
		String named = this.plantUml;
		for (Matcher part = PART.matcher(this.plantUml); part.find();) {
			named = named.replaceAll("\\b" + part.group(2) + "\\b", Matcher.quoteReplacement(part.group(1)));
		}
		return named.lines().filter((line) -> line.contains("> ") && !line.contains("<")).toList();
	}

	/** The titles of the frames around a label, from outside to inside. */
	List<String> framesAround(String label) {
		Deque<String> frames = new ArrayDeque<>();
		for (String line : this.plantUml.lines().map(String::strip).toList()) {
			if (line.contains("<b>" + label + "</b>")) {
				return List.copyOf(frames);
			}
			if (line.matches("\\w+Group\\(.*\\{")) {
				frames.addLast(line.replaceFirst(".*\"(.*)\".*", "$1").replaceFirst("Group\\(.*", ""));
			}
			else if (line.equals("}") && !frames.isEmpty()) {
				frames.removeLast();
			}
		}
		throw new NoSuchElementException(label + " in " + this.plantUml);
	}

	String plantUml() {
		return this.plantUml;
	}

}
