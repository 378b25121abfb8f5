package com.example.lab.cloud;

import com.example.lab.assembly.Runner;

/**
 * One line of the ledger: who runs a resource on this computer.
 *
 * @param resource its construct path without the stack
 * @param type its CloudFormation type
 * @param runner who runs it
 * @param detail its address, or the reason why nothing runs it
 */
public record LedgerEntry(String resource, String type, Runner runner, String detail) {
}
