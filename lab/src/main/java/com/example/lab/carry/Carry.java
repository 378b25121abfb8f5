package com.example.lab.carry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.example.lab.compare.Change;
import com.example.lab.compare.Changes;
import com.example.lab.stage.StageFolder;
import org.jspecify.annotations.Nullable;

/**
 * Takes what has changed in a stage since a commit to all later stages. Each file of a
 * later stage is merged by itself; what does not merge cleanly is not touched.
 */
public final class Carry {

	/** They are about one stage. */
	private static final Set<String> OWN = Set.of("README.adoc", "changes.yaml");

	private final StageFolder from;

	private final String commit;

	private final boolean write;

	private final List<StageFolder> later;

	/**
	 * A change to carry.
	 * @param from the stage in which it was made
	 * @param commit what it is compared with, such as {@code HEAD}
	 * @param write whether files are written
	 */
	public Carry(StageFolder from, String commit, boolean write) {
		this.from = from;
		this.commit = commit;
		this.write = write;
		this.later = from.workshop().stages().stream().filter((stage) -> stage.number() > from.number()).toList();
	}

	/**
	 * Carries it.
	 * @return what became of each file in each later stage that does not have the change
	 * yet
	 * @throws com.example.lab.stage.WorkshopException if there is no git, or it refuses
	 */
	public List<Carried> run() {
		Git git = new Git(this.from.workshop().root());
		List<Carried> carried = new ArrayList<>();
		for (Map.Entry<String, Boolean> change : git.changed(this.commit, this.from.name()).entrySet()) {
			String file = change.getKey().substring(this.from.name().length() + 1);
			if (!OWN.contains(file)) {
				String base = change.getValue() ? git.content(this.commit, change.getKey()) : null;
				for (StageFolder stage : this.later) {
					Carried result = carry(stage, file, base);
					if (result != null) {
						carried.add(result);
					}
				}
			}
		}
		return carried;
	}

	private @Nullable Carried carry(StageFolder stage, String file, @Nullable String base) {
		Path source = this.from.folder().resolve(file);
		Path target = stage.folder().resolve(file);
		String theirs = read(source);
		String ours = read(target);
		if (same(ours, theirs)) {
			return null;
		}
		if (same(ours, base)) {
			return follow(stage, file, theirs, target);
		}
		if (ours == null) {
			return left(stage, file, "is not in this stage" + reason(stage, file));
		}
		if (theirs == null) {
			return left(stage, file, "is deleted in %s and different here".formatted(this.from.name()));
		}
		if (base == null) {
			return left(stage, file, "is new in %s and here already, with other content".formatted(this.from.name()));
		}
		if ((base + ours + theirs).indexOf('\0') >= 0) {
			return left(stage, file, "is binary and different here");
		}
		Merge merge = Merge.of(base, ours, theirs);
		if (!merge.conflicts().isEmpty()) {
			return left(stage, file, "conflict in " + String.join(", ", merge.conflicts()));
		}
		if (merge.text().equals(ours)) {
			return null;
		}
		write(target, merge.text());
		return new Carried(stage, file, Carried.Kind.MERGED, "");
	}

	private Carried follow(StageFolder stage, String file, @Nullable String theirs, Path target) {
		boolean there = Files.exists(target);
		if (theirs == null) {
			write(target, null);
			return new Carried(stage, file, Carried.Kind.DELETED, "");
		}
		write(target, theirs);
		if (this.write && !there && Files.isExecutable(this.from.folder().resolve(file))) {
			target.toFile().setExecutable(true);
		}
		return new Carried(stage, file, there ? Carried.Kind.CHANGED : Carried.Kind.ADDED, "");
	}

	private static Carried left(StageFolder stage, String file, String why) {
		return new Carried(stage, file, Carried.Kind.LEFT, why);
	}

	/**
	 * Why a stage between the two has dropped a file.
	 */
	private String reason(StageFolder stage, String file) {
		StageFolder before = this.from;
		for (StageFolder next : this.later) {
			if (next.number() > stage.number() || !Files.exists(next.folder().resolve("changes.yaml"))) {
				break;
			}
			for (Change change : new Changes(before, next).list()) {
				if (change.file().equals(file) && change.kind().equals("gone")) {
					return ": " + change.why();
				}
			}
			before = next;
		}
		return "";
	}

	/**
	 * Whether two texts differ in nothing but the ends of their lines, which git changes.
	 */
	private static boolean same(@Nullable String one, @Nullable String other) {
		return (one == null || other == null) ? one == other
				: one.replace("\r\n", "\n").equals(other.replace("\r\n", "\n"));
	}

	private static @Nullable String read(Path file) {
		try {
			return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
					? Files.readString(file, StandardCharsets.ISO_8859_1) : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write(Path file, @Nullable String text) {
		if (!this.write) {
			return;
		}
		try {
			if (text == null) {
				Files.delete(file);
				return;
			}
			Files.createDirectories(file.getParent());
			Files.writeString(file, text, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
