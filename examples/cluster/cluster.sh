#!/bin/sh
# One step of a run on several machines, all of which see a folder:
#
#   cluster.sh part    computes the part of this index (JOB_COMPLETION_INDEX, from 0)
#   cluster.sh merge   waits until all parts are there, and merges them into results/
#
# PLAN is the plan file, PARTS how many parts there are, FOLDER the folder; ENVELOPE the command, if it is elsewhere.
# With NEXT, merge writes the plan file of a second pass there, if percentiles take one, in place of results/: then the
# same steps follow with that as PLAN.
set -eu
: "${PLAN:?}" "${PARTS:?}" "${FOLDER:?}"
envelope=${ENVELOPE:-envelope}
parts=$FOLDER/parts-of-$(basename "$PLAN" .bin)

case ${1-} in
part)
	exec "$envelope" part "$PLAN" --part "$((JOB_COMPLETION_INDEX + 1))/$PARTS" --out "$parts"
	;;
merge)
	until [ "$(find "$parts" -name "part-*-of-$PARTS.*" 2>/dev/null | wc -l)" -ge "$PARTS" ]; do
		sleep "${PAUSE:-5}"
	done
	exec "$envelope" merge "$PLAN" "$parts" --out "$FOLDER/results" ${NEXT:+--next "$NEXT"}
	;;
*)
	echo "cluster.sh: write part or merge" >&2
	exit 2
	;;
esac
