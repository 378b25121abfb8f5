package com.example.lab.cli;

import java.util.List;

import com.example.lab.deploy.Leftover;
import com.example.lab.deploy.Leftover.Cost;
import com.example.lab.deploy.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DestroyCommandTests {

	private static final Target TARGET = new Target(3, "stage-03-rds", "us-east-1", null);

	@ParameterizedTest
	@CsvSource({ "NOTHING,0", "MONEY,3", "BACKUP,3", "UNKNOWN,3" })
	void theExitCodeSaysWhetherAnythingCostsMoney(Cost cost, int code) {
		Leftover left = new Leftover("key", "arn", cost, "note", null);

		assertThat(DestroyCommand.report(List.of(left, new Leftover("secret", "s", Cost.NOTHING, "", null)), TARGET))
			.isEqualTo(code);
		assertThat(DestroyCommand.report(List.of(), TARGET)).isZero();
	}

}
