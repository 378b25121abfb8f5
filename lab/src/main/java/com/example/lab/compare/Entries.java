package com.example.lab.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The listed files of a stage as differences to read. */
public final class Entries {

	private static final String NO_NEWLINE = "\\ No newline at end of file";

	/** As in git: a file is renamed if half of its lines are in the other. */
	private static final double ALIKE = 0.5;

	private final List<Change> changes;

	private final Set<Change> renamed = new HashSet<>();

	private Entries(List<Change> changes) {
		this.changes = changes;
	}

	/**
	 * The differences of a list.
	 * @param changes the listed changes
	 * @return in the order of the list; a file that is gone under one name and new under
	 * another is there once, under the new name
	 */
	public static List<Entry> of(List<Change> changes) {
		return new Entries(changes).read();
	}

	private List<Entry> read() {
		List<Entry> entries = new ArrayList<>();
		for (Change change : this.changes) {
			Optional<Change> origin = change.kind().equals("new") ? origin(change) : Optional.empty();
			origin.ifPresent(this.renamed::add);
			entries.add(origin
				.map((old) -> entry(change, "renamed from " + old.file(), old.before(),
						"%s %s".formatted(change.why(), old.why())))
				.orElseGet(() -> entry(change, change.kind(), change.before(), change.why())));
		}
		Set<String> old = new HashSet<>(this.renamed.stream().map(Change::file).toList());
		entries.removeIf((entry) -> entry.kind().equals("gone") && old.contains(entry.name()));
		return entries;
	}

	private Optional<Change> origin(Change created) {
		List<String> lines = lines(created.after());
		return this.changes.stream()
			.filter((change) -> change.kind().equals("gone") && !this.renamed.contains(change))
			.filter((change) -> alike(lines(change.before()), lines))
			.findFirst();
	}

	private static boolean alike(@Nullable List<String> before, @Nullable List<String> after) {
		if (before == null || after == null) {
			return false;
		}
		Set<String> old = telling(before);
		Set<String> created = telling(after);
		int most = Math.max(old.size(), created.size());
		old.retainAll(created);
		return most > 0 && old.size() >= ALIKE * most;
	}

	/**
	 * Lines of more than a bracket.
	 */
	private static Set<String> telling(List<String> lines) {
		return lines.stream()
			.filter((line) -> line.strip().length() > 3)
			.collect(Collectors.toCollection(HashSet::new));
	}

	private static Entry entry(Change change, String kind, Path old, String why) {
		List<String> before = lines(old);
		List<String> after = lines(change.after());
		if (before == null || after == null) {
			return new Entry(change.heading(), kind, change.file(), why,
					"Binary: %s before, %s now.".formatted(size(old), size(change.after())), List.of(), List.of());
		}
		String note = before.equals(after) ? "Only the ends of its lines, or nothing, changed." : "";
		return new Entry(change.heading(), kind, change.file(), why, note, before, after);
	}

	private static String size(Path file) {
		try {
			return Files.exists(file) ? "%,d bytes".formatted(Files.size(file)) : "nothing";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The lines of a file, none if it is not there.
	 * @return null if it is no text
	 */
	private static @Nullable List<String> lines(Path file) {
		try {
			byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
			if (text.indexOf('\0') >= 0) {
				return null;
			}
			List<String> lines = new ArrayList<>(text.lines().toList());
			if (!text.isEmpty() && !text.endsWith("\n")) {
				lines.add(NO_NEWLINE);
			}
			return lines;
		}
		catch (CharacterCodingException ex) {
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
