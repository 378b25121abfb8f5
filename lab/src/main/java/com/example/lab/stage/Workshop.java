package com.example.lab.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checkout of the workshop.
 *
 * @param root its top folder
 */
public record Workshop(Path root) {

	/** Set by the script {@code workshop}, which may be called from anywhere. */
	private static final String ROOT = "workshop.root";

	/**
	 * Finds the checkout that the script is in, or else that around the current folder.
	 * @return the checkout
	 * @throws WorkshopException if there is none
	 */
	public static Workshop find() {
		Path start = Path.of(System.getProperty(ROOT, "")).toAbsolutePath();
		for (Path folder = start; folder != null; folder = folder.getParent()) {
			if (Files.exists(folder.resolve("workshop")) && Files.isDirectory(folder.resolve("lab"))) {
				return new Workshop(folder);
			}
		}
		throw new WorkshopException(
				"%s is not inside the workshop. Change to the workshop's folder, then run the command again."
					.formatted(start));
	}

	/**
	 * Where everything goes that is not a build result; safe to delete when nothing runs.
	 * @return the folder {@code .workshop}
	 */
	public Path data() {
		return this.root.resolve(".workshop");
	}

	/**
	 * What outlives runs: unpacked programs, class-data archives.
	 * @return a folder
	 */
	public Path cache() {
		return data().resolve("cache");
	}

	/**
	 * All stages.
	 * @return in their order
	 */
	public List<StageFolder> stages() {
		try (Stream<Path> folders = Files.list(this.root)) {
			return folders.filter(Files::isDirectory)
				.filter((folder) -> folder.getFileName().toString().matches("stage-\\d\\d-.+"))
				.sorted()
				.map((folder) -> new StageFolder(this, folder))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One stage.
	 * @param wanted {@code 3}, {@code 03} or the folder's name
	 * @return the stage
	 * @throws WorkshopException if there is no such stage; names those that are
	 */
	public StageFolder stage(String wanted) {
		return stages().stream()
			.filter((stage) -> stage.name().equals(wanted)
					|| wanted.matches("\\d{1,2}") && stage.number() == Integer.parseInt(wanted))
			.findFirst()
			.orElseThrow(() -> new WorkshopException(
					"There is no stage %s%s. Stages: %s.".formatted(wanted, wanted.matches("0?[1-9]") ? " yet" : "",
							stages().stream().map(StageFolder::name).collect(Collectors.joining(", ")))));
	}

	/**
	 * The stage that a folder is in.
	 * @param folder the stage's folder, or one below it
	 * @return the stage
	 * @throws IllegalArgumentException if it is in none
	 */
	public StageFolder around(Path folder) {
		return stages().stream()
			.filter((candidate) -> folder.toAbsolutePath().startsWith(candidate.folder()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("%s is in no stage".formatted(folder.toAbsolutePath())));
	}

}
