package com.example.docs;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.example.lab.cost.Budget;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class StagesTests {

	private final Stages list = new Stages(Workshop.find());

	@ParameterizedTest
	@MethodSource("stages")
	void theListAndTheStageHaveTheSameNumberOfUsers(StageFolder stage) {
		assertThat(this.list.users(stage.number()))
			.isEqualTo(String.format(Locale.ROOT, "%,d", Budget.of(stage).users()));
	}

	@Test
	void aStageThatIsThereShowsItsPriceAndTheOthersAnEstimate() {
		List<String> rows = this.list.rows(Map.of(1, 98.7)).lines().toList();

		assertThat(rows.get(0)).contains("|99 |");
		assertThat(rows.get(8)).contains("|about 277 |");
	}

	static List<StageFolder> stages() {
		return Workshop.find().stages();
	}

}
