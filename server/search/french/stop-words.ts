/** Words that say nothing of what is looked for; not `sans`, which does. */
export const STOP_WORDS = new Set(
  `a ai ainsi afin alors apres au aucun aussi autre autres aux avec avez avoir avons ayant beaucoup bien
  c ca car ce ceci cela celle celles celui ces cet cette ceux chacun chaque chez ci comme comment d dans de des
  depuis deux doit donc dont du elle elles en encore entre es est et etaient etait etant ete etes etre eu eux
  fait faire faut font hors ici il ils j je l la le les leur leurs lors lui m ma mais me meme memes mes mon
  n ne ni nos notre nous on ont ou par parce pas peu peut peuvent peux plus plusieurs pour pourquoi
  pouvez puis qu quand que quel quelle quelles quels qui quoi s sa se sera ses si sinon soit son sont sous suis sur
  t ta te tes toi ton tous tout toute toutes tres tu un une veux vers veut voici voila vos votre vous y
  the of and to in for is are with this that it on an or be by as at from`.split(/\s+/),
)
