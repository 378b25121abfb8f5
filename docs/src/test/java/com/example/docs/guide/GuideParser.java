package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.asciidoctor.ast.Block;
import org.asciidoctor.ast.StructuralNode;
import org.jspecify.annotations.Nullable;

/** Finds the command blocks of AsciiDoc pages. */
final class GuideParser {

	private static final Set<String> LANGUAGES = Set.of("shell", "bash", "sh", "console", "powershell", "cmd");

	private static final Set<String> WINDOWS = Set.of("powershell", "cmd");

	private static final Pattern ATTRIBUTE = Pattern.compile("\\{([\\w-]+)}");

	private static final Asciidoctor ASCIIDOCTOR = Asciidoctor.Factory.create();

	private final Path folder;

	private final Attributes attributes;

	/**
	 * A parser for one site.
	 * @param folder the folder of all pages
	 * @param attributes what the pages may refer to
	 */
	GuideParser(Path folder, Map<String, Object> attributes) {
		this.folder = folder;
		this.attributes = Attributes.builder().attribute("attribute-missing", "skip").build();
		attributes.forEach(this.attributes::setAttribute);
	}

	/**
	 * The files that become pages.
	 * @return all but those whose name, or whose folder's name, begins with an underscore
	 */
	List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter((file) -> file.toString().endsWith(".adoc"))
				.filter((file) -> !("/" + name(file)).contains("/_"))
				.sorted()
				.toList();
		}
	}

	String name(Path file) {
		return this.folder.relativize(file).toString().replace('\\', '/');
	}

	/**
	 * Reads a page.
	 * @throws IllegalStateException if a block cannot be run and has no reason; the
	 * message begins with its place
	 */
	GuidePage read(Path file) {
		Options options = Options.builder().safe(SafeMode.UNSAFE).sourcemap(true).attributes(this.attributes).build();
		// Every node, parents before their children: as the reader meets them.
		List<StructuralNode> nodes = ASCIIDOCTOR.loadFile(file.toFile(), options)
			.findBy(Map.of("traverse_documents", true))
			.stream()
			// Output may be folded; what folds it is neither command nor output.
			.filter((node) -> !node.isOption("collapsible"))
			.toList();
		List<Command> commands = new ArrayList<>();
		for (int i = 0; i < nodes.size(); i++) {
			if (isCommand(nodes.get(i))) {
				boolean shown = i + 1 < nodes.size() && isOutput(nodes.get(i + 1));
				commands.add(command((Block) nodes.get(i), shown ? (Block) nodes.get(i + 1) : null));
			}
			else if (isOutput(nodes.get(i)) && (i == 0 || !isCommand(nodes.get(i - 1)))) {
				throw error(nodes.get(i), "output that does not follow a command block directly");
			}
		}
		return new GuidePage(name(file), file, commands);
	}

	private Command command(Block block, @Nullable Block output) {
		String reason = attribute(block, "reason", null);
		String expect = attribute(block, "expect", null);
		if (reason != null && reason.isBlank()) {
			throw error(block, "an empty reason; say why the block is not run");
		}
		if (reason == null && WINDOWS.contains(attribute(block, "language", ""))) {
			throw error(block, "a block for Windows needs reason=\"...\": the tests run in bash");
		}
		if (expect != null && !expect.equals("failure")) {
			throw error(block, "expect=%s is not known; there is expect=failure".formatted(expect));
		}
		if (block.getSource().lines().anyMatch((line) -> line.startsWith("$ "))) {
			throw error(block, "a prompt; write commands only, and what they print into a block with role=output");
		}
		if (block.getSubstitutions().contains("attributes")) {
			throw error(block, "attributes are substituted for the reader only; write the command out");
		}
		return new Command(place(block), block.getSource(), reason, expect != null,
				(output != null) ? new ExpectedOutput(source(output), line(output) + 1, shown(output)) : null);
	}

	/**
	 * Its lines as the reader sees them: with the figures of the measured run.
	 */
	private static List<String> shown(Block output) {
		if (!output.getSubstitutions().contains("attributes")) {
			return output.getLines();
		}
		return output.getLines()
			.stream()
			.map((line) -> ATTRIBUTE.matcher(line)
				.replaceAll((name) -> Matcher
					.quoteReplacement(output.getDocument().getAttribute(name.group(1), name.group()).toString())))
			.toList();
	}

	private static boolean isCommand(StructuralNode node) {
		return node instanceof Block && "source".equals(node.getStyle())
				&& LANGUAGES.contains(attribute(node, "language", ""));
	}

	private static boolean isOutput(StructuralNode node) {
		return node instanceof Block && node.hasRole("output")
				&& Set.of("listing", "literal").contains(node.getContext());
	}

	private static @Nullable String attribute(StructuralNode node, String name, @Nullable String otherwise) {
		Object value = node.getAttributes().get(name);
		return (value != null) ? value.toString() : otherwise;
	}

	private String source(StructuralNode node) {
		String file = node.getSourceLocation().getFile();
		return (file != null) ? name(Path.of(file)) : node.getSourceLocation().getPath();
	}

	private static int line(StructuralNode node) {
		return node.getSourceLocation().getLineNumber();
	}

	private String place(StructuralNode node) {
		return source(node) + ":" + line(node);
	}

	private IllegalStateException error(StructuralNode node, String what) {
		return new IllegalStateException(place(node) + ": " + what);
	}

}
