package com.example.postcards.account;

import java.io.Serializable;

/**
 * Who is signed in.
 *
 * @param id the id of the account
 * @param handle the name that others see
 * @param email the address to sign in with, seen by nobody else
 */
public record Account(long id, String handle, String email) implements Serializable {
}
