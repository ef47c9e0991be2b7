#!/bin/sh
# One step of a run on several machines, all of which see a folder:
#
#   cluster.sh part    computes the part of this index (JOB_COMPLETION_INDEX, from 0)
#   cluster.sh merge   waits until all parts are there, and merges them into results/
#
# PLAN is the plan file, PARTS how many parts there are, FOLDER the folder; ENVELOPE the command, if it is elsewhere.
set -eu
: "${PLAN:?}" "${PARTS:?}" "${FOLDER:?}"
envelope=${ENVELOPE:-envelope}

case ${1-} in
part)
	exec "$envelope" part "$PLAN" --part "$((JOB_COMPLETION_INDEX + 1))/$PARTS" --out "$FOLDER/parts"
	;;
merge)
	until [ "$(find "$FOLDER/parts" -name "part-*-of-$PARTS.part" 2>/dev/null | wc -l)" -ge "$PARTS" ]; do
		sleep "${PAUSE:-5}"
	done
	exec "$envelope" merge "$PLAN" "$FOLDER/parts" --out "$FOLDER/results"
	;;
*)
	echo "cluster.sh: write part or merge" >&2
	exit 2
	;;
esac
