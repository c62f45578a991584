import { useReplica } from '../store/replica.ts';
import type { HealthWords } from '../../shared/contract/health-words.ts';
import { healthWords } from '../view/health.ts';

/** How the shop is, in words, as it changes. */
export function useHealthWords(): HealthWords {
  const health = useReplica((replica) => replica.health);
  const connection = useReplica((replica) => replica.connection);
  return healthWords(health, connection);
}
