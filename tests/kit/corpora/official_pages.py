"""Pages written for tests in the shapes in which ministries and databases publish texts. Nobody said these words."""

MINISTRY_EN = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html lang="en"><head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">
<title>Ministry of the Islands: Action Plan</title></head><body>
<div id="header"><a href="/">Home</a> <a href="/about">About us</a></div>
<div id="topicpath"><a href="/">Top</a> &gt; <a href="/region">Region</a> &gt; Action Plan</div>
<div id="maincontents">
<p>(unofficial translation)</p>
<h2>Sea Dialogue<br>- Action Plan -</h2>
<p>The Ministers met in the capital on June 5 and reviewed what had been done since their first meeting.</p>
<p>Recognizing that the islands share one sea,</p>
<p>1. Political dialogue</p>
<p>(1) The Ministers will meet every two years, in turn in each of the islands.<br>
(2) Senior officials will prepare each meeting, and report on what was agreed before.</p>
<p>2. Cooperation among the islands</p>
<ul><li>Safety at sea: coast guards will exchange lists of buoys each spring.</li>
<li>Fisheries: the islands intend to hold a seminar.</li></ul>
<p>(Note 1) A buoy is a floating mark.</p>
<h3>Annex</h3>
<ol type="a"><li>List of harbours</li><li>List of lights</li></ol>
<p><a href="/region">Back to Index</a></p>
</div><div id="footer">Copyright</div></body></html>"""

MINISTRY_JA = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html lang="ja"><head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">
<title>島々の省：共同声明</title></head><body>
<div id="gnavi"><ul><li><a href="/">トップページ</a></li><li><a href="/area">各国情勢</a></li></ul></div>
<div id="main"><h1>海の対話　共同声明</h1>
平成18年6月5日<br><br>
<p>１．政治対話<br>
　大臣は、二年に一度、各島で順番に会合を行うことを確認した。<br>
　高級実務者は、会合を準備し、これまでの合意の実施状況を報告する。<br>
２．島々の協力<br>
（１）沿岸警備隊は、毎年春に浮標の一覧を交換する。<br>
（２）大臣は、漁業に関する①研修、②調査～評価を行う意図を表明した。<br>
・株式会社（㈱）の参加を歓迎する。<br>
<br>
大臣は、この声明が島々の平和と繁栄に資するものであり、海の安全のための協力が今後とも続けられるべきであることについて
一致した。また、次回会合を外側の島で開催することで一致し、議長は招待に感謝の意を表明した。</p>
<p>（注）浮標とは、水面に浮かぶ標識をいう。</p>
<p><a href="#top">このページのトップへ戻る</a></p></div></body></html>"""

DATABASE_JA = """<html><head>{declared}<title>データベース「島と世界」</title></head><body>
<a href="/index.html">データベース「島と世界」</a>(代表：だれか)<br>島々の政治・国際関係データベース<br>大学・研究所<br><hr>
<p>[文書名] 海の対話首脳共同宣言</p><p>[場所] 外側の島</p><p>[年月日] 2006年6月5日</p>
<p>[出典] 島々の省</p><p>[備考] </p><p>[全文]</p>
<p>　島々の首脳は、海の対話の首脳会合を開催し、二十年にわたる協力を振り返るとともに、今後の方向性について議論した。</p>
<p>　首脳は、法の支配に基づく海の秩序を維持し、強化することの重要性を確認した。首脳は、威嚇によらず、話し合いによって
紛争を解決することを改めて確認した。</p>
<p><b>１　緑の海</b></p>
<p>　首脳は、浮標の灯を太陽の光でともすことを決定し、そのための研修に百名を招くという議長国の意図を歓迎した。</p>
<p>　首脳は、次回の首脳会合を内側の島で行うことで一致した。</p>
<p>（注）浮標とは、水面に浮かぶ標識をいう。</p>
<hr><a href="/index.html">トップページに戻る</a></body></html>"""

DATABASE_EN = """<html><head><meta charset="utf-8"><title>Database "Islands and World"</title></head><body>
<p>[Title] Policy Speech on the Sea</p><p>[Place] Outer Island</p><p>[Date] August 26, 2004</p>
<p>[Source] Ministry of the Islands</p><p>[Full text]</p>
<p>Ladies and gentlemen, the sea has joined our islands for longer than anybody remembers.</p>
<p>I should like to name three principles: respect for each other, fair trade, and open harbours for whoever comes.</p>
<p>Our fishermen will not wait until we have agreed on everything, and I do not think that they should.</p></body></html>"""


def database_ja(declared: str = "") -> str:
    return DATABASE_JA.format(
        declared=f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    )
