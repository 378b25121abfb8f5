package com.example.lab.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BudgetTests {

	private final StageFolder stage;

	BudgetTests(@TempDir Path root) throws IOException {
		this.stage = new StageFolder(new Workshop(root), Files.createDirectory(root.resolve("stage-01-tried")));
	}

	@Test
	void readsUsersAndDollars() throws IOException {
		write("users: 10\nusd-a-month: 12.5\n");

		assertThat(Budget.of(this.stage)).isEqualTo(new Budget(10, 12.5));
	}

	@Test
	void saysWhatIsMissing() throws IOException {
		write("users: 10\n");

		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> Budget.of(this.stage))
			.withMessageContainingAll("stage-01-tried", "budget.yaml", "usd-a-month");
	}

	@Test
	void saysThatThereIsNone() {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> Budget.of(this.stage))
			.withMessageContaining("budget.yaml");
	}

	private void write(String text) throws IOException {
		Files.writeString(this.stage.folder().resolve("budget.yaml"), text);
	}

}
