package com.example.postcards.tests;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Figures;
import com.example.lab.load.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The disk is the only copy: what was written since its last snapshot goes with it. */
@Stage(value = "stage-01-single-user", own = true)
class LostDiskTests {

	private static final String BOX = "Box/Instance";

	private static final int SOME = 100;

	@Test
	void aRestoredBoxHasExactlyWhatWasAcknowledgedBeforeTheSnapshot(LocalCloud cloud) throws Exception {
		try (Crowd crowd = Crowd.at(cloud.url())) {
			crowd.awaitSuccesses(SOME);
			Instant begun = Instant.now();
			cloud.drill(BOX, "snapshot", "");
			Instant taken = Instant.now();
			crowd.awaitSuccesses(SOME);
			List<Outcome> before = Crowd
				.acknowledged(crowd.outcomes().stream().filter((outcome) -> outcome.ended().isBefore(begun)).toList());
			Map<String, String> photos = crowd.photos(before);
			cloud.drill(BOX, "lose-disk", "");
			crowd.awaitFailures(SOME / 4);
			crowd.stop();

			cloud.drill(BOX, "restore", "");
			cloud.awaitFirstPage();

			List<Outcome> all = Crowd.acknowledged(crowd.outcomes());
			List<Outcome> after = all.stream().filter((outcome) -> outcome.intended().isAfter(taken)).toList();
			Loss loss = new Loss(before.size(), crowd.missing(before).size(), photos.size(),
					all.size() - before.size() - after.size(), after.size(), crowd.missing(after).size(),
					crowd.figures());
			Evidence.keep("lost-disk", loss);
			assertThat(loss.missingBefore()).isZero();
			assertThat(photos).isNotEmpty().isEqualTo(crowd.photos(before));
			assertThat(photos.values()).allSatisfy((photo) -> assertThat(photo).startsWith("200 "));
			assertThat(loss.after()).isPositive().isEqualTo(loss.missingAfter());
		}
	}

	/**
	 * What a lost disk cost.
	 *
	 * @param before writes that were acknowledged before the snapshot began
	 * @param missingBefore how many of them are gone
	 * @param photosBefore how many of them have a photo
	 * @param during writes that were under way while the snapshot was taken, with either
	 * end
	 * @param after acknowledged writes that were sent after the snapshot
	 * @param missingAfter how many of them are gone
	 * @param load the figures of all requests up to the loss
	 */
	record Loss(int before, int missingBefore, int photosBefore, int during, int after, int missingAfter,
			Figures load) {
	}

}
