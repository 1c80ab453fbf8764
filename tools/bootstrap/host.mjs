// Made of packages/host by "npm run bootstrap:host": plain JavaScript, which the oldest Node runs without anything installed. Do not edit.
import { execFileSync } from "node:child_process";
import { closeSync, openSync, readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { createHash, randomUUID } from "node:crypto";
import { link, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { isatty } from "node:tty";
// packages/core/src/errors/ops-error.ts
/** In the registry of the whole program, so that every copy of this package marks its errors alike. */
var BRAND = Symbol.for("ringside.OpsError");
/**
* The one error class that Ringside shows to people and programs. Errors are made by the kinds of `defineErrors()`, not with `new`;
* status, exit code and whether trying again helps come from there, so they cannot differ between two places that raise one code.
*
* @example
* ```ts
* throw errors.NOT_FOUND({ message: 'Keyspace "orders" does not exist' });
* ```
*/
var OpsError = class extends Error {
	/** Always `OpsError`, such as in a log. */
	name = "OpsError";
	/** Which error it is; stable, so that a program can go by it. */
	code;
	/** What to do about it, in one sentence. */
	remedy;
	/** The values of the message, for programs; `undefined` when there are none. Part of the wire form, so never a secret. */
	details;
	/** True when the same call may succeed later without anything being changed. */
	retryable;
	/** The HTTP status that a sidecar answers with. */
	httpStatus;
	/** The exit code of the command line. */
	exitCode;
	constructor(kind, init) {
		super(init.message, init.cause === void 0 ? void 0 : { cause: init.cause });
		this.code = kind.code;
		this.remedy = init.remedy ?? kind.remedy;
		this.details = init.details;
		this.retryable = kind.retryable;
		this.httpStatus = kind.status;
		this.exitCode = kind.exit;
		Object.defineProperty(this, BRAND, { value: true });
	}
	/** The wire form; never contains the cause, which may hold a secret or a stack. */
	toJSON() {
		const { code, message, remedy, retryable, details } = this;
		return details === void 0 ? {
			code,
			message,
			remedy,
			retryable
		} : {
			code,
			message,
			remedy,
			retryable,
			details
		};
	}
};
/**
* True for an error of {@link OpsError}, also one that another copy of this package made: two versions may be installed side by side,
* and `instanceof` tells them apart.
*/
function isOpsError(thrown) {
	return thrown instanceof Error && BRAND in thrown;
}
// packages/core/src/errors/define-errors.ts
/**
* Declares the errors of a package, in its `src/errors.ts`. A code is declared once, by the lowest package that raises it; those above
* import its kind. Their reference is made from all declarations.
*
* @param owner the package, without its scope
* @param declared what each error says, by code
*
* @example
* ```ts
* export const tideErrors: ErrorKinds<'TIDE_OUT'> = defineErrors('tide', {
*   TIDE_OUT: { what: 'No water at {place}', remedy: 'Wait for the tide.', status: 503, exit: 69, retryable: true },
* });
*
* throw tideErrors.TIDE_OUT({ message: `No water at ${place}` });
* ```
*/
function defineErrors(owner, declared) {
	const kinds = Object.entries(declared).map(([code, row]) => [code, kindOf(owner, code, row)]);
	return Object.freeze(Object.fromEntries(kinds));
}
function kindOf(owner, code, { retryable = false, ...declared }) {
	const facts = {
		...declared,
		retryable,
		owner,
		code
	};
	const make = (init) => new OpsError(facts, init);
	const is = (thrown) => isOpsError(thrown) && thrown.code === code;
	return Object.freeze(Object.assign(make, facts, { is }));
}
// packages/core/src/errors/errors.ts
/**
* The errors that any package raises. Their remedies promise nothing about what was being done: who raises one and knows more says so.
*/
var errors = defineErrors("core", {
	ABORTED: {
		what: "{what} was interrupted",
		remedy: "Check how far it got before you run it again.",
		status: 499,
		exit: 130
	},
	CONFIG_INVALID: {
		what: "{key}: {value} is not {expected}",
		remedy: "Correct what the message names.",
		status: 400,
		exit: 78
	},
	CONFIG_UNKNOWN_KEY: {
		what: "Unknown key {key}",
		remedy: "Remove it, or correct its spelling.",
		status: 400,
		exit: 78
	},
	CONFLICT: {
		what: "{what} is refused in its present state",
		remedy: "Look at its state, then decide.",
		status: 409,
		exit: 69
	},
	DISK_FULL: {
		what: "{place} has no space left",
		remedy: "Free some space there, then try again.",
		status: 507,
		exit: 71
	},
	FORBIDDEN: {
		what: "{what} is not allowed",
		remedy: "Use an identity that is allowed to, or ask for something else.",
		status: 403,
		exit: 77
	},
	INTERNAL: {
		what: "{what} failed unexpectedly",
		remedy: "Report it, with all that was printed and logged.",
		status: 500,
		exit: 70
	},
	INVALID_ARGUMENT: {
		what: "{argument} is not {expected}",
		remedy: "Correct what the message names.",
		status: 400,
		exit: 64
	},
	JSON_MALFORMED: {
		what: "{source} is not valid JSON: {reason}",
		remedy: "Correct the JSON at the place that the message names.",
		status: 400,
		exit: 65
	},
	NOT_FOUND: {
		what: "{what} does not exist",
		remedy: "Check the name.",
		status: 404,
		exit: 66
	},
	OPERATION_TIMED_OUT: {
		what: "{what} did not finish within {duration}",
		remedy: "Find out whether it still runs before you try again, or allow more time.",
		status: 504,
		exit: 75,
		retryable: true
	},
	PERMISSION_DENIED: {
		what: "{what} may not be used: {reason}",
		remedy: "Get the permission that the message names, or use another place.",
		status: 500,
		exit: 77
	},
	STATE_CORRUPT: {
		what: "{file} is not as Ringside wrote it: {reason}",
		remedy: "Restore the file, or move it aside and start over.",
		status: 500,
		exit: 65
	},
	UNAUTHORIZED: {
		what: "{what} needs authentication",
		remedy: "Present valid credentials.",
		status: 401,
		exit: 77
	},
	UNAVAILABLE: {
		what: "{what} does not answer",
		remedy: "Check that it runs, then try again.",
		status: 503,
		exit: 69,
		retryable: true
	}
});
// packages/core/src/abort.ts
/**
* What is thrown when a signal has aborted, everywhere: the signal's reason where that is an `OpsError`, which tells why better than anybody here, else
* `ABORTED` with the reason as its cause.
*
* @param signal the one that aborted; its reason becomes the error, or its cause
* @param what is interrupted, for the message: "Starting node1"
* @param remedy what to do about it, where more is known than that of `ABORTED` says
*/
function abortError(signal, what, remedy) {
	const reason = signal?.reason;
	if (isOpsError(reason)) return reason;
	return errors.ABORTED({
		message: `${what} was interrupted`,
		cause: reason,
		...remedy !== void 0 && { remedy }
	});
}
/**
* Throws what {@link abortError} says when the signal has aborted.
*
* @param signal without one, nothing is thrown
* @param what is interrupted, for the message: "Starting node1"
*/
function throwIfAborted(signal, what) {
	if (signal?.aborted === true) throw abortError(signal, what);
}
// packages/core/src/clock.ts
/**
* The longest that a timer of the platform runs, in milliseconds: 2^31 - 1, almost 25 days. One that is set for longer fires at once.
*/
var LONGEST_TIMER_MS = 2147483647;
/** The clock of the machine; works in Node and in a browser. */
var systemClock = {
	nowMs: () => Date.now(),
	monotonicMs: () => performance.now(),
	sleep: (durationMs, signal) => sleep(durationMs, signal)
};
/** A timer of the platform counts whole milliseconds, so it may fire up to one before its time: what is left then is waited for, too. */
function sleep(durationMs, signal) {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) return reject(abortError(signal, "A pause"));
		const onAbort = () => {
			clearTimeout(timer);
			reject(abortError(signal, "A pause"));
		};
		const endMs = performance.now() + durationMs;
		const onTimer = () => {
			const leftMs = endMs - performance.now();
			if (leftMs > 0) return wait(leftMs);
			signal?.removeEventListener("abort", onAbort);
			resolve();
		};
		let timer;
		const wait = (leftMs) => {
			timer = setTimeout(onTimer, Math.min(Math.ceil(leftMs), LONGEST_TIMER_MS));
		};
		wait(durationMs);
		signal?.addEventListener("abort", onAbort, { once: true });
	});
}
// packages/core/src/units.ts
/**
* Writes a duration for people, in its two largest units.
*
* @example
* ```ts
* formatDuration(1_234); // '1.2 s'
* formatDuration(123_000); // '2 m 3 s'
* ```
*/
function formatDuration(durationMs) {
	if (durationMs < 1e3) return `${Math.round(durationMs)} ms`;
	if (durationMs < 59950) return `${(durationMs / 1e3).toFixed(1)} s`;
	const seconds = Math.round(durationMs / 1e3);
	const parts = [
		[Math.floor(seconds / 86400), "d"],
		[Math.floor(seconds / 3600) % 24, "h"],
		[Math.floor(seconds / 60) % 60, "m"],
		[seconds % 60, "s"]
	];
	const first = parts.findIndex(([amount]) => amount > 0);
	return parts.slice(first, first + 2).filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}
// packages/core/src/bounds.ts
/** How many milliseconds are left; 0 when it has passed, `Infinity` without a deadline. */
function leftMs(deadline) {
	return deadline === void 0 ? Infinity : Math.max(0, deadline.atMs - deadline.clock.monotonicMs());
}
/**
* Throws when nothing may be begun any more.
*
* @param what would begin, for the message: "Starting node1"
* @throws OpsError what {@link abortError} says when the signal has aborted; `OPERATION_TIMED_OUT` when the deadline has passed
*/
function throwIfOver({ signal, deadline }, what) {
	throwIfAborted(signal, what);
	if (leftMs(deadline) === 0) throw tooLate(what, 0);
}
/** The error of a work whose time is up. @param spanMs how long it was given; less than 1 when it could not begin */
function tooLate(what, spanMs, cause) {
	if (spanMs < 1) return errors.OPERATION_TIMED_OUT({
		message: `${what} did not begin: its deadline had already passed`,
		cause
	});
	return errors.OPERATION_TIMED_OUT({
		message: `${what} did not finish within ${formatDuration(spanMs)}`,
		cause
	});
}
// packages/core/src/retry.ts
/**
* The pause after a failed attempt, in milliseconds.
*
* @param attempt which one has failed, from 1
* @param random gives a number from 0 up to, not including, 1, which decides the jitter
*/
function pauseMs({ firstMs, factor, mostMs, jitter }, attempt, random) {
	return Math.min(mostMs, firstMs * factor ** (attempt - 1)) * (1 - jitter + jitter * random());
}
/**
* Tries until it succeeds, or until the policy or the bounds say that it is over. No attempt begins after the deadline, and no pause is begun that would end
* after it.
*
* @param work is given the number of the attempt, from 1
* @throws what the last attempt threw; what `abortError()` says when the signal aborts before an attempt or in a pause; OpsError `OPERATION_TIMED_OUT` when the
*   deadline has passed before the first
*/
async function retry(policy, work, options) {
	const { clock, random, signal, deadline } = options;
	throwIfOver(options, "Trying");
	for (let attempt = 1;; attempt += 1) {
		throwIfAborted(signal, "Trying again");
		try {
			const value = await work(attempt);
			policy.budget?.succeeded();
			return value;
		} catch (error) {
			if (attempt >= policy.attempts || !policy.retries(error)) throw error;
			const waitMs = pauseMs(policy.backoff, attempt, random);
			if (waitMs >= leftMs(deadline) || policy.budget?.take() === false) throw error;
			await clock.sleep(waitMs, signal).catch(() => Promise.reject(abortError(signal, "Trying again")));
		}
	}
}
// packages/host/src/process/identity.ts
/** {@link ProcessIdentity.startedAt} of a process that had already ended: no process ever matches it. */
var ENDED = "ended";
var UNKNOWN = "";
var PS_TIMEOUT_MS$1 = 5e3;
/** The process that has this id now. When there is none, the identity is one of a process that has ended. */
function identityOf(pid) {
	return {
		pid,
		startedAt: startOf(pid) ?? ENDED
	};
}
var own;
/** The identity of this very process. */
function ownIdentity() {
	own ??= identityOf(process.pid);
	return own;
}
/**
* True while that very process runs; false for a zombie and for another process that was given the same id since. Where the system did not tell
* when the process started, any process with its id counts.
*/
function isRunning({ pid, startedAt }) {
	const now = startOf(pid);
	return now !== void 0 && (now === startedAt || startedAt !== ENDED && (now === UNKNOWN || startedAt === UNKNOWN));
}
/** What of {@link ProcessIdentity.startedAt} tells one start of the machine from another; empty where the system does not tell. */
function bootOf({ startedAt }) {
	return process.platform === "linux" ? startedAt.slice(0, Math.max(0, startedAt.lastIndexOf(":"))) : "";
}
/** `undefined` when no process has the id, or only a zombie has. */
function startOf(pid) {
	if (!Number.isSafeInteger(pid) || pid <= 0) return void 0;
	return process.platform === "linux" ? linuxStart(pid) : posixStart(pid);
}
/** Field 22 of `/proc/<pid>/stat` (proc(5)), clock ticks since boot, with the boot's own id, so that a reboot cannot make two alike. */
function linuxStart(pid) {
	const fields = statOf(pid);
	if (fields === void 0) return void 0;
	if ((fields[0] === "Z" || fields[0] === "X") && !hasThreads(pid)) return void 0;
	return `${readText("/proc/sys/kernel/random/boot_id")?.trim() ?? ""}:${fields[19] ?? ""}`;
}
/** The fields of `/proc/<pid>/stat` from the third on; the second, the program's name, may hold blanks and brackets. */
function statOf(pid) {
	const stat = readText(`/proc/${pid}/stat`);
	return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}
/** A killed JVM's first thread is a zombie while its other threads still end; only then are its memory, ports and files let go. */
function hasThreads(pid) {
	try {
		return readdirSync(`/proc/${pid}/task`).length > 1;
	} catch {
		return false;
	}
}
/** Without `/proc`: the time of day at which the process started, from `ps`. */
function posixStart(pid) {
	try {
		const env = {
			...process.env,
			LC_ALL: "C"
		};
		return startInList(execFileSync("ps", [
			"-o",
			"stat=,lstart=",
			"-p",
			String(pid)
		], {
			encoding: "utf8",
			env,
			stdio: [
				"ignore",
				"pipe",
				"ignore"
			],
			timeout: PS_TIMEOUT_MS$1
		}));
	} catch (error) {
		return typeof error.status === "number" ? void 0 : UNKNOWN;
	}
}
/** Picks the start from a line of `ps -o stat=,lstart=`; `undefined` for a zombie and for no line. Pure. */
function startInList(line) {
	const match = /^\s*(\S+)\s+(.+?)\s*$/.exec(line);
	return match === null || match[1]?.startsWith("Z") === true ? void 0 : match[2];
}
function readText(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return;
	}
}
// packages/host/src/process/mark.ts
/** The mark of a process of this container; of this very one by default. */
function markOf(identity = ownIdentity()) {
	const { pid, startedAt } = identity;
	const pidNamespace = ownNamespace();
	return {
		pid,
		startedAt,
		host: hostname(),
		...pidNamespace === void 0 ? {} : { pidNamespace }
	};
}
/** Reads what {@link markOf} made, from a file's text; `undefined` for anything else, such as what a crash of the machine left half-written. */
function parseMark(text) {
	try {
		const value = JSON.parse(text);
		return typeof value?.pid === "number" && typeof value.startedAt === "string" ? value : void 0;
	} catch {
		return;
	}
}
/**
* Judges whether a marked process lives. A name alone may change, and so do namespaces and boots when a container or machine of the same name
* starts again: only both together speak for another place.
*/
function lifeOf(mark) {
	const isSameBoot = bootOf(mark) === bootOf(ownIdentity());
	if (mark.pidNamespace === void 0 || mark.pidNamespace === ownNamespace() && isSameBoot) return isRunning(mark) ? "running" : "ended";
	if (mark.host !== void 0 && mark.host !== hostname()) return "elsewhere";
	return isSameBoot ? "unseen" : "ended";
}
function ownNamespace() {
	try {
		return readlinkSync("/proc/self/ns/pid");
	} catch {
		return;
	}
}
// packages/host/src/process/signal.ts
/**
* Sends a signal to a process that leads a group, and to all that it started in there, also when it has ended itself. Nothing is sent once its
* id belongs to another process. Synchronous, so that even the second Ctrl-C can use it.
*
* @param signal such as `SIGTERM`
* @returns false when there is no such group any more
*/
function signalGroup(leader, signal) {
	if (!Number.isSafeInteger(leader.pid) || leader.pid <= 1) return false;
	if (isRunning(identityOf(leader.pid)) && !isRunning(leader)) return false;
	return send(-leader.pid, signal);
}
function send(target, signal) {
	try {
		return process.kill(target, signal);
	} catch {
		return false;
	}
}
// packages/host/src/locks/stale-lock.ts
/**
* Makes a file appear with its whole content at once, and only where nothing was: a hard link can do both, so nobody sees half a lock.
*
* @returns false when there is a file already
*/
async function createExclusively(path, content) {
	const draft = `${path}.${randomUUID()}`;
	await writeFile(draft, content, { mode: 384 });
	try {
		await link(draft, path);
		return true;
	} catch (error) {
		if (error.code === "EEXIST") return false;
		throw error;
	} finally {
		await rm(draft, { force: true });
	}
}
/**
* Removes a lock whose holder has ended, and never the lock of somebody who took its place since. Moving the file away and looking then is
* not enough: until it is back, a third process takes the free place, and two have the lock. So whoever removes it first takes a lock on
* that, named after the stale content. A lock of that kind that a crash has left is removed in the same way.
*
* @returns true when this call removed it; else look at the lock again
*/
async function removeStaleLock({ path, stale, mine, isStale }) {
	const claim = claimPath(path, stale);
	if (!await createExclusively(claim, mine)) {
		const claimant = await contentOf(claim);
		if (claimant !== void 0 && await isStale(claimant, claim)) await removeStaleLock({
			path: claim,
			stale: claimant,
			mine,
			isStale
		});
		return false;
	}
	try {
		if (await contentOf(path) !== stale) return false;
		await rm(path, { force: true });
		return true;
	} finally {
		await rm(claim, { force: true });
	}
}
/** The content of a lock file; `undefined` when it is not there or cannot be read. */
async function contentOf(path) {
	return await readFile(path, "utf8").catch(() => void 0);
}
/** Where the lock on the removal of a stale lock stands: beside it, named after its content. */
function claimPath(path, stale) {
	return `${path}.${createHash("sha256").update(stale).digest("hex").slice(0, 16)}`;
}
// packages/host/src/locks/claim.ts
/** Somebody else has taken, given up or removed the claim at the same moment. */
var Contended = class extends Error {};
/** Whoever removes a stale claim needs no longer than 5 ms as a rule. */
var CLAIMING = {
	attempts: 200,
	backoff: {
		firstMs: 5,
		factor: 1,
		mostMs: 5,
		jitter: 0
	},
	retries: (error) => error instanceof Contended
};
/** After this long, a claim that was made in another container is one that nobody is left to give up. */
var SURELY_OVER_MS = 864e5;
/**
* Takes a claim on something that one process at a time may have, for as long as that process runs: the claim of one that has ended, `kill -9`
* included, goes to the next who asks. It is a file that names its holder. Of many who ask at once, one gets it.
*
* @param file in a folder that exists and in which only this user can write
* @throws what Node reports when the file cannot be written
*/
async function claimFile(file, { owner = markOf(), isOver = isSurelyOver } = {}) {
	const mine = JSON.stringify(owner);
	const isStale = async (content, path) => {
		const holder = parseMark(content);
		return holder === void 0 || isOver(lifeOf(holder), await ageMs(path));
	};
	let wasStale = false;
	const claim = async () => {
		if (await createExclusively(file, mine)) return {
			outcome: "claimed",
			wasStale,
			release: () => release(file, mine)
		};
		const content = await contentOf(file);
		if (content === void 0) throw new Contended();
		const holder = parseMark(content);
		if (holder !== void 0 && !await isStale(content, file)) return {
			outcome: "held",
			holder,
			life: lifeOf(holder)
		};
		wasStale = await removeStaleLock({
			path: file,
			stale: content,
			mine,
			isStale
		}) || wasStale;
		throw new Contended();
	};
	try {
		return await retry(CLAIMING, claim, {
			clock: systemClock,
			random: Math.random
		});
	} catch (error) {
		if (error instanceof Contended) return { outcome: "contended" };
		throw error;
	}
}
function isSurelyOver(life, ageMs) {
	return life === "ended" || life !== "running" && ageMs > SURELY_OVER_MS;
}
async function release(file, mine) {
	if (await contentOf(file) === mine) await rm(file, { force: true });
}
/** How far from now a file was written: a time that lies ahead comes from a clock that was wrong. A file that is gone is new. */
async function ageMs(file) {
	const nowMs = systemClock.nowMs();
	const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: nowMs }));
	return Math.abs(nowMs - mtimeMs);
}
// packages/host/src/process/find.ts
var PS_TIMEOUT_MS = 5e3;
var PS_OUTPUT_BYTES = 64 * 2 ** 20;
/**
* The processes of this machine whose command line fits, found in the system's own list. The list cannot be out of date, so a
* process that was started just before its launcher was killed is found like any other. Synchronous, so that even the second
* Ctrl-C can use it.
*
* Anybody can start a program with any command line, so only processes of this user count, and of the user whose folder they are about:
* root may act on another user's ring that it has named.
*
* @param fits gets each command line; on Linux exact, elsewhere one in which a blank inside an argument looks like one between two
* @param folder whose owner's processes count as well
*/
function findProcesses(fits, folder) {
	const owners = trustedOwners(folder);
	return (process.platform === "linux" ? linuxProcesses() : posixProcesses()).filter(({ pid, line }) => pid !== process.pid && fits(line)).filter(({ owner }) => owners.has(owner())).map(({ pid }) => identityOf(pid)).filter((identity) => isRunning(identity));
}
function trustedOwners(folder) {
	const owner = folder === void 0 ? void 0 : statSync(folder, { throwIfNoEntry: false })?.uid;
	return /* @__PURE__ */ new Set([process.getuid?.(), owner ?? process.getuid?.()]);
}
function linuxProcesses() {
	return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => ({
		pid: Number(pid),
		line: commandLine(cmdlineOf(pid), "\0"),
		owner: () => statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? -1
	}));
}
/** Empty for a process that has ended since, and for a zombie. */
function cmdlineOf(pid) {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, "utf8");
	} catch {
		return "";
	}
}
function posixProcesses() {
	return processesInList(execFileSync("ps", [
		"-A",
		"-ww",
		"-o",
		"pid=,uid=,args="
	], {
		encoding: "utf8",
		maxBuffer: PS_OUTPUT_BYTES,
		timeout: PS_TIMEOUT_MS
	}));
}
/** Takes lines of `ps -o pid=,uid=,args=` apart. Pure. */
function processesInList(list) {
	return list.split("\n").flatMap((text) => {
		const match = /^\s*(\d+)\s+(-?\d+)\s+(.*?)\s*$/.exec(text);
		return match === null ? [] : [{
			pid: Number(match[1]),
			line: commandLine(match[3] ?? "", " "),
			owner: () => Number(match[2])
		}];
	});
}
/** A command line whose arguments are parted by a character. Pure. */
function commandLine(text, separator) {
	const parted = `${separator}${text}${separator}`;
	return {
		has: (...words) => parted.includes(`${separator}${words.join(separator)}${separator}`),
		hasStart: (...words) => parted.includes(`${separator}${words.join(separator)}`)
	};
}
// packages/host/src/terminal.ts
var STANDARD_STREAMS = [
	0,
	1,
	2
];
/**
* Keeps a closed terminal from ending this process with SIGABRT: as it ends, Node puts the mode of its terminal back, and aborts where that
* fails, as it does on a terminal that is gone. A stream that was a terminal and no longer is one leads nowhere, so it is exchanged for
* `/dev/null`, which Node leaves alone.
*/
function surviveClosedTerminal() {
	const terminals = STANDARD_STREAMS.filter((descriptor) => isatty(descriptor));
	process.once("exit", () => {
		for (const descriptor of terminals.filter((each) => !isatty(each))) try {
			closeSync(descriptor);
			openSync("/dev/null", "r+");
		} catch {}
	});
}
export { claimFile, findProcesses, identityOf, signalGroup, surviveClosedTerminal };
