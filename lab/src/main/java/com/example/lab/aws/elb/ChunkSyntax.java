package com.example.lab.aws.elb;

import java.nio.ByteBuffer;

/**
 * Checks the syntax of a chunked body while its bytes pass. The HTTP server's own check
 * comes too late: it closes the connection without an answer, and it ignores what follows
 * the digits of a size.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">Chunked transfer
 * coding</a>
 */
final class ChunkSyntax {

	/** The HTTP server keeps a size in 56 bits. */
	private static final int MOST_DIGITS = 14;

	private State state = State.SIZE;

	private int digits;

	private long left;

	private boolean colon;

	private boolean empty = true;

	/**
	 * Takes the next bytes. What follows the end of the body is ignored.
	 * @return whether they are well-formed
	 */
	boolean accept(ByteBuffer bytes) {
		while (bytes.hasRemaining() && this.state != State.END) {
			if (this.state == State.DATA) {
				int count = (int) Math.min(this.left, bytes.remaining());
				bytes.position(bytes.position() + count);
				this.left -= count;
				this.state = (this.left == 0) ? State.AFTER_DATA : State.DATA;
			}
			else if (!accept((char) (bytes.get() & 0xFF))) {
				return false;
			}
		}
		return true;
	}

	private boolean accept(char next) {
		return switch (this.state) {
			case SIZE -> size(next);
			case EXTENSION -> {
				if (next == '\n') {
					endOfSize();
				}
				yield true;
			}
			case END_OF_SIZE -> {
				endOfSize();
				yield next == '\n';
			}
			case AFTER_DATA -> {
				this.state = (next == '\r') ? State.END_OF_DATA : State.SIZE;
				yield next == '\r' || next == '\n';
			}
			case END_OF_DATA -> {
				this.state = State.SIZE;
				yield next == '\n';
			}
			case TRAILER -> trailer(next);
			case DATA, END -> true;
		};
	}

	private boolean size(char next) {
		int digit = (next < 128) ? Character.digit(next, 16) : -1;
		if (digit >= 0) {
			this.left = (this.left << 4) + digit;
			return ++this.digits <= MOST_DIGITS;
		}
		if (next == '\n') {
			boolean sized = this.digits > 0;
			endOfSize();
			return sized;
		}
		this.state = (next == '\r') ? State.END_OF_SIZE : State.EXTENSION;
		return this.digits > 0 && (next == '\r' || next == ';' || next == ' ' || next == '\t');
	}

	private void endOfSize() {
		this.state = (this.left == 0) ? State.TRAILER : State.DATA;
		this.digits = 0;
	}

	/** A line of a name and a value, or the empty one at the end. */
	private boolean trailer(char next) {
		if (next == '\n') {
			boolean valid = this.empty || this.colon;
			this.state = this.empty ? State.END : State.TRAILER;
			this.colon = false;
			this.empty = true;
			return valid;
		}
		this.colon |= next == ':' && !this.empty;
		this.empty &= next == '\r';
		return true;
	}

	private enum State {

		SIZE, EXTENSION, END_OF_SIZE, DATA, AFTER_DATA, END_OF_DATA, TRAILER, END

	}

}
