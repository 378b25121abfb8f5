package com.example.postcards.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The files of a front end under names with a hash of their contents, such as
 * {@code js/app.3f2a91c0.js}. Pages keep their names. References in pages, style sheets
 * and scripts are rewritten, so a file also gets another name when a file that it refers
 * to changes.
 */
final class HashedFiles {

	private static final String PAGE = ".html";

	private static final Set<String> WITH_REFERENCES = Set.of("css", "html", "js");

	/** A file name in quotes or brackets, perhaps before a fragment or a query. */
	private static final Pattern REFERENCE = Pattern.compile("(?<=[\"'`(])([\\w./-]*/)?([\\w-][\\w.-]*)(?=[\"'`)#?])");

	private final Map<String, byte[]> contents;

	/** Names of files whose references have been rewritten, by the original names. */
	private final Map<String, String> names = new TreeMap<>();

	private final Map<String, byte[]> rewritten = new TreeMap<>();

	private final Set<String> underway = new LinkedHashSet<>();

	private HashedFiles(Map<String, byte[]> contents) {
		this.contents = contents;
		contents.keySet().forEach(this::name);
	}

	/**
	 * The files of a folder and of the folders in it.
	 * @throws IllegalArgumentException if there is no folder, if two files refer to each
	 * other, or if a file refers to one that is missing
	 */
	static HashedFiles of(Path folder) {
		if (!Files.isDirectory(folder)) {
			throw new IllegalArgumentException("There is no front end at " + folder);
		}
		try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
			return new HashedFiles(files.filter(Files::isRegularFile)
				.collect(Collectors.toMap((file) -> path(folder.relativize(file)), HashedFiles::read,
						(one, other) -> one, TreeMap::new)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The new names by the old ones, both with slashes between folders.
	 */
	Map<String, String> names() {
		return Map.copyOf(this.names);
	}

	/**
	 * Writes the files into two folders.
	 * @param assets for files with a hash
	 * @param pages for files that keep their names
	 */
	void copy(Path assets, Path pages) {
		this.names.forEach((name, now) -> write((isPage(name) ? pages : assets).resolve(now), rewritten(name)));
	}

	private String name(String file) {
		String known = this.names.get(file);
		if (known != null) {
			return known;
		}
		if (!this.underway.add(file)) {
			throw new IllegalArgumentException(
					"These files refer to each other, so none can have a hash: " + this.underway);
		}
		byte[] now = references(file);
		this.underway.remove(file);
		this.rewritten.put(file, now);
		String name = isPage(file) ? file : hashed(file, now);
		this.names.put(file, name);
		return name;
	}

	private byte[] references(String file) {
		byte[] bytes = contents(file);
		if (!WITH_REFERENCES.contains(extension(file))) {
			return bytes;
		}
		return REFERENCE.matcher(new String(bytes, StandardCharsets.UTF_8))
			.replaceAll((reference) -> Matcher.quoteReplacement(reference(file, reference.group())))
			.getBytes(StandardCharsets.UTF_8);
	}

	private String reference(String from, String reference) {
		String file = target(from, reference);
		if (file == null || isPage(file)) {
			return reference;
		}
		// Its folder stays, so only the last part changes.
		String folder = reference.substring(0, reference.lastIndexOf('/') + 1);
		return folder + last(name(file));
	}

	/**
	 * The file that a reference means: imports are relative to the script, and what a
	 * script gives to the document is relative to the page.
	 */
	private @Nullable String target(String from, String reference) {
		boolean relative = reference.startsWith("./") || reference.startsWith("../");
		boolean ofPage = extension(from).equals("js") && !relative;
		Path folder = ofPage ? Path.of("") : Path.of("/" + from).getParent();
		String file = path(Path.of("/").resolve(folder).resolve(reference).normalize()).replaceFirst("^/", "");
		if (this.contents.containsKey(file)) {
			return file;
		}
		if (relative) {
			throw new IllegalArgumentException("%s refers to %s, and there is no such file".formatted(from, reference));
		}
		return null;
	}

	private byte[] contents(String file) {
		return get(this.contents, file);
	}

	private byte[] rewritten(String file) {
		return get(this.rewritten, file);
	}

	private static byte[] get(Map<String, byte[]> files, String name) {
		byte[] found = files.get(name);
		if (found == null) {
			throw new IllegalStateException(name);
		}
		return found;
	}

	private static String hashed(String file, byte[] contents) {
		int dot = file.lastIndexOf('.');
		return "%s.%s%s".formatted(file.substring(0, dot), hash(contents), file.substring(dot));
	}

	private static String hash(byte[] contents) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(contents);
			return HexFormat.of().formatHex(digest, 0, 4);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isPage(String file) {
		return file.endsWith(PAGE);
	}

	private static String extension(String file) {
		return file.substring(file.lastIndexOf('.') + 1);
	}

	private static String last(String file) {
		return file.substring(file.lastIndexOf('/') + 1);
	}

	/** With slashes, on Windows too. */
	private static String path(Path path) {
		return path.toString().replace('\\', '/');
	}

	private static byte[] read(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, byte[] contents) {
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, contents);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
