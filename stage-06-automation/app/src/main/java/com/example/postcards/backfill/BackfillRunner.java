package com.example.postcards.backfill;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the backfills, one batch a transaction and on one server at a time. A stop or a
 * failure undoes the batch under way; the next run begins there.
 */
@Component
class BackfillRunner {

	private static final Logger log = LoggerFactory.getLogger(BackfillRunner.class);

	/** Any number that no other advisory lock has. */
	private static final long LOCK = 405;

	private static final int BATCHES_PER_LOG = 20;

	private final List<Backfill> backfills;

	private final TransactionTemplate transaction;

	private final JdbcClient jdbc;

	private volatile boolean stopped;

	BackfillRunner(List<Backfill> backfills, TransactionTemplate transaction, JdbcClient jdbc) {
		this.backfills = backfills;
		this.transaction = transaction;
		this.jdbc = jdbc;
	}

	// Begins when no server of the release before runs any more: they read the database.
	@Scheduled(initialDelayString = "${postcards.backfill.delay:PT10M}", fixedDelayString = "PT1M")
	void run() {
		for (Backfill backfill : this.backfills) {
			try {
				run(backfill);
			}
			catch (RuntimeException ex) {
				log.warn("Moving rows out of the table {} failed, trying again", backfill.table(), ex);
			}
		}
	}

	// Else a stop would wait for the last row.
	@EventListener(ContextClosedEvent.class)
	void stop() {
		this.stopped = true;
	}

	private void run(Backfill backfill) {
		long moved = 0;
		int some = move(backfill);
		for (int batch = 1; some > 0 && !this.stopped; batch++) {
			moved += some;
			if (batch % BATCHES_PER_LOG == 0) {
				log(backfill, moved);
			}
			some = move(backfill);
		}
		if (moved > 0) {
			log(backfill, moved);
		}
	}

	private int move(Backfill backfill) {
		Integer moved = this.transaction.execute((status) -> lock() ? backfill.moveSome() : 0);
		return (moved != null) ? moved : 0;
	}

	private boolean lock() {
		return this.jdbc.sql("select pg_try_advisory_xact_lock(?)").param(LOCK).query(Boolean.class).single();
	}

	private void log(Backfill backfill, long moved) {
		long left = this.jdbc.sql("select count(*) from " + backfill.table()).query(Long.class).single();
		log.atInfo()
			.addKeyValue("table", backfill.table())
			.addKeyValue("moved", moved)
			.addKeyValue("left", left)
			.log("Moved rows out of the database");
	}

}
