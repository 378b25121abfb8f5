package com.example.lab.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.StackTemplate;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The synthesised templates of two stages as differences to read, resource by resource,
 * in YAML. References have the names of constructs, and checksums are masked.
 */
public final class TemplateEntries {

	/** The CDK ends a logical id with a checksum. */
	private static final Pattern LOGICAL_ID = Pattern.compile("\\b[A-Za-z][A-Za-z0-9]*[0-9A-Fa-f]{8}\\b");

	private static final Pattern CHECKSUM = Pattern.compile("\\b[0-9a-f]{64}\\b");

	/** The CDK has the logical ids of others in some names. */
	private static final Pattern IN_NAME = Pattern.compile("[0-9A-F]{8,}");

	private final Map<String, String> names = new HashMap<>();

	/** By name and type: a construct whose type changes is gone and new. */
	private final Map<String, Piece> pieces = new TreeMap<>();

	private TemplateEntries(Assembly assembly) {
		for (StackTemplate stack : assembly.stacks()) {
			String prefix = (assembly.stacks().size() > 1) ? stack.name() + "/" : "";
			stack.resources()
				.forEach((resource) -> this.names.put(resource.logicalId(), masked(prefix + resource.name())));
			stack.resources().forEach((resource) -> add(prefix + resource.name(), resource.type(), resource.json()));
			stack.json().properties().forEach((section) -> {
				if (section.getValue().isObject() && !section.getKey().equals("Resources")) {
					section.getValue()
						.properties()
						.forEach((child) -> add(prefix + child.getKey(), section.getKey(), child.getValue()));
				}
			});
		}
	}

	/**
	 * The differences of two assemblies.
	 * @param before of the stage before
	 * @param after of the stage
	 * @return what is new, what has changed, what is gone; each by construct path
	 */
	public static List<Entry> of(Assembly before, Assembly after) {
		Map<String, Piece> old = new TemplateEntries(before).pieces;
		Map<String, Piece> now = new TemplateEntries(after).pieces;
		Map<String, List<Entry>> entries = new HashMap<>();
		TreeSet<String> keys = new TreeSet<>(old.keySet());
		keys.addAll(now.keySet());
		for (String key : keys) {
			Piece one = old.getOrDefault(key, Piece.NONE);
			Piece other = now.getOrDefault(key, Piece.NONE);
			if (!one.equals(other)) {
				String kind = (one == Piece.NONE) ? "new" : (other == Piece.NONE) ? "gone" : "changed";
				Piece named = (other == Piece.NONE) ? one : other;
				entries.computeIfAbsent(kind, (none) -> new ArrayList<>())
					.add(new Entry(heading(kind), kind, named.name(), named.type(), "", one.yaml(), other.yaml()));
			}
		}
		List<Entry> ordered = new ArrayList<>();
		List.of("new", "changed", "gone").forEach((kind) -> ordered.addAll(entries.getOrDefault(kind, List.of())));
		return ordered;
	}

	private static String heading(String kind) {
		return Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
	}

	private static String masked(String name) {
		return IN_NAME.matcher(name).replaceAll("");
	}

	private void add(String path, String type, JsonNode json) {
		String name = masked(path);
		String yaml = new Yaml(new Blocks(), options()).dump(JsonMapper.shared().convertValue(json, Object.class));
		String named = LOGICAL_ID.matcher(CHECKSUM.matcher(yaml).replaceAll("(checksum)"))
			.replaceAll((id) -> Matcher.quoteReplacement(this.names.getOrDefault(id.group(), id.group())));
		this.pieces.put(name + " " + type, new Piece(name, type, named.lines().toList()));
	}

	private static DumperOptions options() {
		DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		options.setSplitLines(false);
		return options;
	}

	/**
	 * A resource, output or other named piece of a template.
	 *
	 * @param name its construct path, or its key
	 * @param type its type, or its section
	 * @param yaml its lines
	 */
	private record Piece(String name, String type, List<String> yaml) {

		private static final Piece NONE = new Piece("", "", List.of());

	}

	/** Writes text of several lines as lines. */
	private static final class Blocks extends Representer {

		Blocks() {
			super(options());
		}

		@Override
		protected Node representScalar(Tag tag, String value, ScalarStyle style) {
			return super.representScalar(tag, value, value.contains("\n") ? ScalarStyle.LITERAL : style);
		}

	}

}
