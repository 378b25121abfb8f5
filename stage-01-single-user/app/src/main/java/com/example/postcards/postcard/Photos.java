package com.example.postcards.postcard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The photos of the postcards, files in one folder of the box's disk. A photo is there
 * before its postcard can be seen and goes after it.
 */
@Repository
class Photos {

	private final Path directory;

	Photos(@Value("${postcards.photos.directory:photos}") Path directory) throws IOException {
		this.directory = Files.createDirectories(directory);
	}

	/**
	 * Stores the photo of a postcard that the running transaction makes.
	 */
	void store(long postcard, byte[] jpeg) {
		// After an unknown outcome it stays: better a photo without a postcard than the
		// other way round.
		deleteAfter(TransactionSynchronization.STATUS_ROLLED_BACK, postcard);
		Path written = this.directory.resolve(postcard + ".tmp");
		try {
			Files.write(written, jpeg);
			try (FileChannel file = FileChannel.open(written, StandardOpenOption.WRITE)) {
				file.force(true);
			}
			Files.move(written, path(postcard), StandardCopyOption.ATOMIC_MOVE);
			syncDirectory();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void syncDirectory() {
		try (FileChannel entries = FileChannel.open(this.directory)) {
			entries.force(true);
		}
		catch (IOException ex) {
			// Windows does not open directories, and does not need it.
		}
	}

	Optional<Resource> find(long postcard) {
		return Optional.<Resource>of(new FileSystemResource(path(postcard))).filter(Resource::exists);
	}

	/**
	 * Deletes the photo of a postcard that the running transaction deletes.
	 */
	void delete(long postcard) {
		deleteAfter(TransactionSynchronization.STATUS_COMMITTED, postcard);
	}

	private void deleteAfter(int outcome, long postcard) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				if (status == outcome) {
					deleteNow(postcard);
				}
			}

		});
	}

	private void deleteNow(long postcard) {
		try {
			Files.deleteIfExists(path(postcard));
			Files.deleteIfExists(this.directory.resolve(postcard + ".tmp"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path path(long postcard) {
		return this.directory.resolve(postcard + ".jpg");
	}

}
