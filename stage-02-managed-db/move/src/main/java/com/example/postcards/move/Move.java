package com.example.postcards.move;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Moves accounts, postcards, photos, follows, likes and notifications from a box into the
 * managed database. Each run copies all there is, in one transaction: it can be ended at
 * any point and run again at any time, until users write to the target. The data of the
 * box stays as it is.
 */
public final class Move {

	private final Map<String, String> environment;

	private final boolean finish;

	private final PrintStream out;

	private final Map<Table, Content> sent = new LinkedHashMap<>();

	private final Map<Table, Content> arrived = new LinkedHashMap<>();

	private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);

	private String onFailure = "Nothing was moved. It can be run again.";

	private Move(Map<String, String> environment, boolean finish, PrintStream out) {
		this.environment = environment;
		this.finish = finish;
		this.out = out;
	}

	/**
	 * Moves. The environment names source and target: the variables of the box's
	 * application with {@code FROM_} before them, and those of the database with
	 * {@code TO_}.
	 * @param args with {@code --finish} the source takes no writes from then on
	 */
	public static void main(String[] args) {
		// Digits and letters as programs read them, whatever the user's language is.
		Locale.setDefault(Locale.ROOT);
		boolean finish = List.of(args).equals(List.of("--finish"));
		if (args.length > 0 && !finish) {
			System.out.println("Usage: move [--finish]\n  --finish  ends writes to the source, for the last time");
			System.exit(2);
		}
		System.exit(run(System.getenv(), finish, System.out));
	}

	/**
	 * Moves.
	 * @return 0 if both sides hold the same, 1 if not
	 */
	static int run(Map<String, String> environment, boolean finish, PrintStream out) {
		return new Move(environment, finish, out).run();
	}

	private int run() {
		try (Progress progress = new Progress(this.out)) {
			progress.step("connecting");
			try (Source source = new Source(database("source", "FROM_"),
					Path.of(setting("FROM_POSTCARDS_PHOTOS_DIRECTORY")));
					Target target = new Target(database("target", "TO_"))) {
				if (this.finish) {
					finish(source, target, progress);
				}
				else {
					source.begin(false);
					move(source, target, progress);
					target.commit();
					report(source.refusesWrites());
				}
			}
			return 0;
		}
		catch (MoveException | IOException ex) {
			this.out.println(ex.getMessage());
		}
		catch (SQLException ex) {
			this.out
				.println(("53100".equals(ex.getSQLState()) ? "The target has no space left. " : "") + ex.getMessage());
		}
		this.out.println(this.onFailure);
		return 1;
	}

	/**
	 * Moves for the last time: what is written to the source until now comes along, and
	 * from now on nothing is. If that fails, the source takes writes as before.
	 */
	private void finish(Source source, Target target, Progress progress) throws SQLException, IOException {
		boolean tookWrites = !source.refusesWrites();
		Thread undo = new Thread(() -> {
			// First, so that the move does not commit meanwhile.
			target.abort();
			undo(source, tookWrites);
		});
		Runtime.getRuntime().addShutdownHook(undo);
		boolean finished = false;
		try {
			source.refuseWrites();
			source.begin(true);
			move(source, target, progress);
			source.endSessions();
			target.commit();
			finished = true;
		}
		finally {
			if (removed(undo) && !finished) {
				undo(source, tookWrites);
			}
		}
		report(true);
	}

	private static boolean removed(Thread hook) {
		try {
			return Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			// The hook is running.
			return false;
		}
	}

	private void undo(Source source, boolean tookWrites) {
		String why = "as an earlier move left it";
		if (tookWrites) {
			try {
				source.allowWrites();
				return;
			}
			catch (SQLException | MoveException ex) {
				why = ex.getMessage();
			}
		}
		this.out.printf("The source takes no writes: %s. As its owner, end that with%n"
				+ "  set transaction read write; alter database postcards reset default_transaction_read_only%n", why);
	}

	private void move(Source source, Target target, Progress progress) throws SQLException, IOException {
		progress.step("looking for the photos");
		List<Long> photos = source.photos();
		progress.step("waiting until no client writes to the target");
		target.begin(source.identity());
		progress.step("deleting what an earlier move copied");
		Table passwords = Table.passwords(target.clear());
		for (Table table : Table.ALL) {
			copy(source, target, table, progress);
		}
		copy(source, target, passwords, progress);
		target.joinAccounts();
		progress.table(Table.PHOTOS.name(), photos.size());
		this.sent.put(Table.PHOTOS, target.copyPhotos(source, photos, progress));
		for (String table : Table.WITH_SEQUENCE) {
			target.continueAfter(table, source.lastId(table));
		}
		progress.step("comparing");
		compare(target);
		target.remember(source.identity(), this.arrived);
		progress.step("committing");
		this.onFailure = "Whether everything was moved or nothing is not known. Run it again.";
	}

	private void copy(Source source, Target target, Table table, Progress progress) throws SQLException, IOException {
		progress.table(table.name(), source.rows(table));
		this.sent.put(table, target.copy(source, table, progress));
	}

	private void compare(Target target) throws SQLException, IOException {
		for (Table table : this.sent.keySet()) {
			this.arrived.put(table, target.content(table));
		}
		if (!this.arrived.equals(this.sent)) {
			printContents();
			throw new MoveException("The two sides differ.");
		}
	}

	private void printContents() {
		this.out.printf("%n%-16s  %9s  %-16s  %9s  %-16s%n", "TABLE", "SOURCE", "SHA-256", "TARGET", "SHA-256");
		this.sent.forEach(
				(table, content) -> this.out.printf("%-16s  %s  %s%n", table.name(), content, this.arrived.get(table)));
		this.out.println();
	}

	private void report(boolean finished) {
		printContents();
		if (finished) {
			this.out
				.println("Both sides hold the same. The source takes no writes any more: send people to the target.");
		}
		else {
			this.out.printf("The target holds what the source held at %s. What is written to the source since is not%n"
					+ "there yet: run it again, for the last time with %s.%nUntil then do not write to the target.%n",
					this.began, "--finish, which ends writes to the source");
		}
	}

	private Database database(String side, String prefix) {
		return new Database(side, setting(prefix + "SPRING_DATASOURCE_URL"),
				setting(prefix + "SPRING_DATASOURCE_USERNAME"), setting(prefix + "SPRING_DATASOURCE_PASSWORD"));
	}

	private String setting(String name) {
		String value = this.environment.get(name);
		if (value == null || value.isBlank()) {
			throw new MoveException("The variable %s is not set.".formatted(name));
		}
		return value;
	}

}
