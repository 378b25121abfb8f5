package com.example.postcards.move;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Moves a database that is in use into another by logical replication: the target copies
 * and then follows the source, until the source takes no writes any more and the target
 * holds the same. Until then it can be cancelled without a trace. A move that was killed
 * is undone, or completed, by the next one.
 */
public final class Move {

	private static final long READY_BYTES = 1 << 20;

	private static final long SECONDS_TO_CATCH_UP = 60;

	private final Map<String, String> environment;

	private final boolean yes;

	private final BufferedReader in;

	private final PrintStream out;

	private final Progress progress;

	private Move(Map<String, String> environment, boolean yes, InputStream in, PrintStream out) {
		this.environment = environment;
		this.yes = yes;
		this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
		this.out = out;
		this.progress = new Progress(out);
	}

	/**
	 * Moves. The environment names source and target: URL, user and password of the
	 * source with {@code FROM_} before them, those of the target with {@code TO_}.
	 * {@code MOVE_PUBLISHER} has keywords and values of libpq that hold where the target
	 * reaches the source in another way than this program does.
	 * @param args {@code --yes} switches without asking
	 */
	public static void main(String[] args) {
		// Digits and letters as programs read them, whatever the user's language is.
		Locale.setDefault(Locale.ROOT);
		if (!List.of(args).equals(List.of("--yes")) && args.length > 0) {
			System.out.println("Usage: move [--yes]\n  --yes  switches as soon as the target has caught up");
			System.exit(2);
		}
		System.exit(run(System.getenv(), args.length > 0, System.in, System.out));
	}

	/**
	 * Moves.
	 * @return 0 if the target has taken over, 1 if not
	 */
	static int run(Map<String, String> environment, boolean yes, InputStream in, PrintStream out) {
		Move move = new Move(environment, yes, in, out);
		try (Progress progress = move.progress) {
			return move.run();
		}
	}

	private int run() {
		try {
			this.progress.step("connecting");
			try (Source source = source(); Target target = target()) {
				List<Table> tables = source.check();
				target.check(tables, source.identity(), source.refusesWrites());
				if (target.moving()) {
					this.progress.step("settling what an earlier move left");
				}
				if (settle(source, target)) {
					this.out.println("An earlier move is complete now. The source takes no writes any more.");
					return 0;
				}
				return move(source, target, tables);
			}
		}
		catch (MoveException | SQLException | IOException ex) {
			this.out.println(ex.getMessage());
			return 1;
		}
	}

	/**
	 * Ends what is left of a move: forward if the source takes no writes and both sides
	 * were found to hold the same, else back to how it was before.
	 * @return whether the target has taken over
	 */
	private static boolean settle(Source source, Target target) throws SQLException {
		boolean forward = target.same() && source.refusesWrites();
		if (!forward) {
			source.openGate();
		}
		target.unsubscribe();
		source.dropSlots();
		source.dropPublication();
		target.end(forward ? List.of() : source.tables());
		return forward;
	}

	private int move(Source source, Target target, List<Table> tables) throws IOException {
		Thread cancel = new Thread(() -> cancel(source, target));
		Runtime.getRuntime().addShutdownHook(cancel);
		boolean moved = false;
		try {
			moved = follow(source, target, tables);
		}
		catch (MoveException | SQLException ex) {
			this.out.println(ex.getMessage());
		}
		finally {
			if (removed(cancel) && !moved) {
				moved = cancel(source, target);
			}
		}
		return moved ? 0 : 1;
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

	/**
	 * With connections of its own: the others may be in the middle of something.
	 */
	private boolean cancel(Source source, Target target) {
		try {
			source.abort();
			target.abort();
			try (Source again = source(); Target there = target()) {
				boolean moved = settle(again, there);
				this.out.println(moved ? "The move was complete already: send people to the target."
						: "Cancelled: nothing was moved, and both sides are as they were.");
				return moved;
			}
		}
		catch (MoveException | SQLException ex) {
			this.out.printf("%s%nThe move could not be cancelled. Run it again soon, which clears up: until then the "
					+ "target takes no writes,%nperhaps the source neither, and the slot %s keeps the log of the source, "
					+ "whose disk fills.%n", ex.getMessage(), Database.NAME);
			return false;
		}
	}

	private boolean follow(Source source, Target target, List<Table> tables) throws SQLException, IOException {
		long began = System.nanoTime();
		this.progress.step("publishing %s".formatted(Table.names(tables)));
		target.begin(source.identity());
		source.publish(tables);
		this.progress.step("subscribing");
		source.subscribedBy(
				target.subscribe(source.connectionString(this.environment.getOrDefault("MOVE_PUBLISHER", ""))));
		this.progress.step("copying");
		target.enable();
		awaitReady(source, target);
		if (!this.yes && !answersYes()) {
			return false;
		}
		long closed = System.nanoTime();
		this.progress.step("closing the gate: the source takes no writes any more");
		awaitPosition(source, source.closeGate(tables));
		target.continueAfter(source.sequences());
		long caughtUp = System.nanoTime();
		this.progress.step("comparing");
		Comparison comparison = new Comparison(source, target, tables);
		if (!comparison.same()) {
			this.out.print(comparison);
			throw new MoveException("The two sides differ.");
		}
		long compared = System.nanoTime();
		this.progress.step("switching");
		target.markSame();
		settle(source, target);
		long opened = System.nanoTime();
		this.out.print(comparison);
		report(millis(closed, opened), millis(closed, caughtUp), millis(caughtUp, compared), millis(began, opened));
		return true;
	}

	private void awaitReady(Source source, Target target) throws SQLException {
		while (true) {
			Target.Copied copied = target.copied();
			Source.Lag lag = source.lag();
			String state = "%s; %s".formatted(copied, lag);
			if (copied.all() && lag.bytes() < READY_BYTES) {
				this.progress.step(state);
				this.progress.step("ready");
				return;
			}
			this.progress.now(state);
			target.pause();
		}
	}

	private boolean answersYes() throws IOException {
		this.progress.ask("Switch now? People get errors for a moment, and then have to go to the target. [y/N] ");
		String answer = this.in.readLine();
		return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
	}

	private void awaitPosition(Source source, String position) throws SQLException {
		long end = System.nanoTime() + SECONDS_TO_CATCH_UP * 1_000_000_000;
		while (!source.confirmed(position)) {
			if (System.nanoTime() > end) {
				throw new MoveException("The target did not catch up in %d s.".formatted(SECONDS_TO_CATCH_UP));
			}
		}
	}

	private static long millis(long from, long to) {
		return (to - from) / 1_000_000;
	}

	private void report(long pause, long catchUp, long compare, long total) {
		this.out.printf(
				"""
						Both sides hold the same, and the target has taken over.
						No client could write for %d ms: %d ms until the target had everything, %d ms to compare, %d ms to switch.
						Replication ran for %d ms. If you keep the source, set rds.logical_replication back to 0: a database of
						Aurora Serverless does not pause with it.
						The source takes no writes any more: send people to the target.
						Users are not in these databases. On AWS keep the user pool, and give the new application its ID.
						On this computer each stage has a pool of its own, into which ./workshop move copies the users.
						""",
				pause, catchUp, compare, pause - catchUp - compare, total);
		this.out.print(afterwards());
	}

	/**
	 * What a stage does with the data afterwards, in a file of its module.
	 */
	private static String afterwards() {
		try (InputStream text = Move.class.getResourceAsStream("/afterwards.txt")) {
			return (text != null) ? new String(text.readAllBytes(), StandardCharsets.UTF_8) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Source source() throws SQLException {
		return new Source(database("source", "FROM_"));
	}

	private Target target() throws SQLException {
		return new Target(database("target", "TO_"));
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
